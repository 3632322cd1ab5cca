import { Type } from 'typebox';
import type { Operation } from '../access/permissions/table.js';
import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import { projectOf } from '../http/request.js';
import { ProjectPath, workspaceErrors } from '../http/schemas/common.js';
import type { Server } from '../http/server.js';
import { presentPort, presentSecurityGroup, presentSubnet, presentVpc } from './present.js';
import { listPorts, listSecurityGroups, listSubnets, listVpcs } from './queries.js';
import { Page, Port, SecurityGroup, Subnet, ThingPath, Vpc } from './schemas.js';

/** What every route here says of itself. */
function about(operation: Operation, summary: string) {
  return {
    config: { declaration: { operation, family: 'workspace' as const } },
    schema: { summary, tags: ['Network'] },
  };
}

/** The network service, version 1, as far as clients look things up there (docs/reference/terraform.md#look-ups). Read only. */
export function addVpcRoutes(app: Server, database: Database): void {
  addVpcAndSubnetRoutes(app, database);
  addPortAndGroupRoutes(app, database);
}

function addVpcAndSubnetRoutes(app: Server, database: Database): void {
  const vpcs = about('ListVpcs', 'VPCs');
  app.get(
    '/v1/:project_id/vpcs',
    {
      ...vpcs,
      schema: {
        ...vpcs.schema,
        params: ProjectPath,
        querystring: Type.Object(Page),
        response: { 200: Type.Object({ vpcs: Type.Array(Vpc) }), ...workspaceErrors },
      },
    },
    async (request) => ({
      vpcs: (await listVpcs(database, projectOf(request), request.query)).map(presentVpc),
    }),
  );

  const vpc = about('ShowVpc', 'One VPC');
  app.get(
    '/v1/:project_id/vpcs/:id',
    {
      ...vpc,
      schema: {
        ...vpc.schema,
        params: ThingPath,
        response: { 200: Type.Object({ vpc: Vpc }), ...workspaceErrors },
      },
    },
    async (request) => {
      const [row] = await listVpcs(database, projectOf(request), { id: request.params.id, limit: 1 });
      if (row === undefined) throw new ApiError('DPL.0404', ['VPC']);
      return { vpc: presentVpc(row) };
    },
  );

  const subnets = about('ListVpcSubnets', 'Subnets, as the network service shows them');
  app.get(
    '/v1/:project_id/subnets',
    {
      ...subnets,
      schema: {
        ...subnets.schema,
        params: ProjectPath,
        querystring: Type.Object({ ...Page, vpc_id: Page.id }),
        response: { 200: Type.Object({ subnets: Type.Array(Subnet) }), ...workspaceErrors },
      },
    },
    async (request) => {
      const { vpc_id: vpcId, ...page } = request.query;
      const rows = await listSubnets(database, projectOf(request), { ...page, vpcId });
      return { subnets: rows.map(presentSubnet) };
    },
  );

  const subnet = about('ShowSubnet', 'One subnet');
  app.get(
    '/v1/:project_id/subnets/:id',
    {
      ...subnet,
      schema: {
        ...subnet.schema,
        params: ThingPath,
        response: { 200: Type.Object({ subnet: Subnet }), ...workspaceErrors },
      },
    },
    async (request) => {
      const [row] = await listSubnets(database, projectOf(request), { id: request.params.id, limit: 1 });
      if (row === undefined) throw new ApiError('DPL.0404', ['subnet']);
      return { subnet: presentSubnet(row) };
    },
  );
}

function addPortAndGroupRoutes(app: Server, database: Database): void {
  const ports = about('ListVpcPorts', 'Ports, as the network service shows them');
  app.get(
    '/v1/:project_id/ports',
    {
      ...ports,
      schema: {
        ...ports.schema,
        params: ProjectPath,
        querystring: Type.Object({
          ...Page,
          network_id: Page.id,
          device_id: Page.id,
          mac_address: Page.id,
        }),
        response: { 200: Type.Object({ ports: Type.Array(Port) }), ...workspaceErrors },
      },
    },
    async (request) => {
      const { network_id: subnetId, device_id: desktopId, mac_address: macAddress, ...page } = request.query;
      const project = projectOf(request);
      const rows = await listPorts(database, project, { ...page, subnetId, desktopId, macAddress });
      return { ports: rows.map((row) => presentPort(row, project)) };
    },
  );

  const port = about('ShowPort', 'One port');
  app.get(
    '/v1/:project_id/ports/:id',
    {
      ...port,
      schema: {
        ...port.schema,
        params: ThingPath,
        response: { 200: Type.Object({ port: Port }), ...workspaceErrors },
      },
    },
    async (request) => {
      const project = projectOf(request);
      const [row] = await listPorts(database, project, { id: request.params.id, limit: 1 });
      if (row === undefined) throw new ApiError('DPL.0404', ['port']);
      return { port: presentPort(row, project) };
    },
  );

  const groups = about('ListVpcSecurityGroups', 'Security groups, as the network service shows them');
  app.get(
    '/v1/:project_id/security-groups',
    {
      ...groups,
      schema: {
        ...groups.schema,
        params: ProjectPath,
        querystring: Type.Object({ ...Page, vpc_id: Page.id, enterprise_project_id: Page.id }),
        response: { 200: Type.Object({ security_groups: Type.Array(SecurityGroup) }), ...workspaceErrors },
      },
    },
    async (request) => {
      const { id, marker, limit } = request.query;
      const rows = await listSecurityGroups(database, projectOf(request), { id, marker, limit });
      return { security_groups: rows.map(presentSecurityGroup) };
    },
  );

  const group = about('ShowSecurityGroup', 'One security group');
  app.get(
    '/v1/:project_id/security-groups/:id',
    {
      ...group,
      schema: {
        ...group.schema,
        params: ThingPath,
        response: { 200: Type.Object({ security_group: SecurityGroup }), ...workspaceErrors },
      },
    },
    async (request) => {
      const page = { id: request.params.id, limit: 1 };
      const [row] = await listSecurityGroups(database, projectOf(request), page);
      if (row === undefined) throw new ApiError('DPL.0404', ['security group']);
      return { security_group: presentSecurityGroup(row) };
    },
  );
}
