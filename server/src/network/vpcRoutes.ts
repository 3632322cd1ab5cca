import { Type } from 'typebox';
import type { Database } from '../database/connect.js';
import { requireFound } from '../errors/requireFound.js';
import { workspace } from '../http/declare.js';
import { projectOf } from '../http/request.js';
import type { Server } from '../http/server.js';
import { presentPort, presentSecurityGroup, presentSubnet, presentVpc } from './present.js';
import { listPorts, listSecurityGroups, listSubnets, listVpcs } from './queries.js';
import { Page, Port, SecurityGroup, Subnet, ThingPath, Vpc } from './schemas.js';

/** The network service, version 1, as far as clients look things up there (docs/reference/terraform.md#look-ups). */
export function addVpcRoutes(app: Server, database: Database): void {
  addVpcAndSubnetRoutes(app, database);
  addPortAndGroupRoutes(app, database);
}

function addVpcAndSubnetRoutes(app: Server, database: Database): void {
  app.get(
    '/v1/:project_id/vpcs',
    workspace('ListVpcs', 'VPCs', {
      query: Type.Object(Page),
      answers: { 200: Type.Object({ vpcs: Type.Array(Vpc) }) },
    }),
    async (request) => {
      const project = projectOf(request);
      const rows = await listVpcs(database, project, request.query);
      return { vpcs: rows.map((row) => presentVpc(row, project)) };
    },
  );

  app.get(
    '/v1/:project_id/vpcs/:id',
    workspace('ShowVpc', 'One VPC', { path: ThingPath, answers: { 200: Type.Object({ vpc: Vpc }) } }),
    async (request) => {
      const project = projectOf(request);
      const [vpc] = await listVpcs(database, project, { id: request.params.id, limit: 1 });
      return { vpc: presentVpc(requireFound(vpc, 'VPC'), project) };
    },
  );

  app.get(
    '/v1/:project_id/subnets',
    workspace('ListVpcSubnets', 'Subnets, as the network service shows them', {
      query: Type.Object({ ...Page, vpc_id: Page.id }),
      answers: { 200: Type.Object({ subnets: Type.Array(Subnet) }) },
    }),
    async (request) => {
      const { vpc_id: vpcId, ...page } = request.query;
      const project = projectOf(request);
      const rows = await listSubnets(database, project, { ...page, vpcId });
      return { subnets: rows.map((row) => presentSubnet(row, project)) };
    },
  );

  app.get(
    '/v1/:project_id/subnets/:id',
    workspace('ShowSubnet', 'One subnet', {
      path: ThingPath,
      answers: { 200: Type.Object({ subnet: Subnet }) },
    }),
    async (request) => {
      const project = projectOf(request);
      const [subnet] = await listSubnets(database, project, { id: request.params.id, limit: 1 });
      return { subnet: presentSubnet(requireFound(subnet, 'subnet'), project) };
    },
  );
}

function addPortAndGroupRoutes(app: Server, database: Database): void {
  app.get(
    '/v1/:project_id/ports',
    workspace('ListVpcPorts', 'Ports, as the network service shows them', {
      query: Type.Object({ ...Page, network_id: Page.id, device_id: Page.id, mac_address: Page.id }),
      answers: { 200: Type.Object({ ports: Type.Array(Port) }) },
    }),
    async (request) => {
      const { network_id: subnetId, device_id: desktopId, mac_address: macAddress, ...page } = request.query;
      const project = projectOf(request);
      const rows = await listPorts(database, project, { ...page, subnetId, desktopId, macAddress });
      return { ports: rows.map((row) => presentPort(row, project)) };
    },
  );

  app.get(
    '/v1/:project_id/ports/:id',
    workspace('ShowPort', 'One port', { path: ThingPath, answers: { 200: Type.Object({ port: Port }) } }),
    async (request) => {
      const project = projectOf(request);
      const [port] = await listPorts(database, project, { id: request.params.id, limit: 1 });
      return { port: presentPort(requireFound(port, 'port'), project) };
    },
  );

  app.get(
    '/v1/:project_id/security-groups',
    workspace('ListVpcSecurityGroups', 'Security groups, as the network service shows them', {
      query: Type.Object({ ...Page, vpc_id: Page.id, enterprise_project_id: Page.id }),
      answers: { 200: Type.Object({ security_groups: Type.Array(SecurityGroup) }) },
    }),
    async (request) => {
      const { id, marker, limit } = request.query;
      const rows = await listSecurityGroups(database, projectOf(request), { id, marker, limit });
      return { security_groups: rows.map(presentSecurityGroup) };
    },
  );

  app.get(
    '/v1/:project_id/security-groups/:id',
    workspace('ShowSecurityGroup', 'One security group', {
      path: ThingPath,
      answers: { 200: Type.Object({ security_group: SecurityGroup }) },
    }),
    async (request) => {
      const page = { id: request.params.id, limit: 1 };
      const [group] = await listSecurityGroups(database, projectOf(request), page);
      return { security_group: presentSecurityGroup(requireFound(group, 'security group')) };
    },
  );
}
