import { Type } from 'typebox';
import { requireFound } from '../errors/requireFound.js';
import { workspace } from '../http/declare.js';
import { projectOf } from '../http/request.js';
import { Filter } from '../http/schemas/text.js';
import type { Server } from '../http/server.js';
import type { NetworkChangeParts } from './change/changeVpcs.js';
import { presentWorkspacePort, presentWorkspaceSecurityGroup, presentWorkspaceSubnet } from './present.js';
import { listPorts, listSecurityGroups, listSubnets } from './queries.js';
import { addRuleRoutes } from './ruleRoutes.js';
import { addRuleV3Routes } from './ruleV3Routes.js';
import { Page, WorkspacePort, WorkspaceSecurityGroup, WorkspaceSubnet } from './schemas.js';
import { addSecurityGroupChangeRoutes } from './securityGroupRoutes.js';
import { addSubnetChangeRoutes } from './subnetChangeRoutes.js';
import { addVpcChangeRoutes } from './vpcChangeRoutes.js';
import { addVpcRoutes } from './vpcRoutes.js';
import { addVpcV3Routes } from './vpcV3Routes.js';

/** Where desktops are connected: Workspace's own look-ups, and the network service. */
export function addNetworkRoutes(app: Server, parts: NetworkChangeParts): void {
  const { database } = parts;

  app.get(
    '/v2/:project_id/subnets',
    workspace('ListSubnets', 'Subnets', {
      query: Type.Object({
        vpc_id: Filter,
        availability_zone_id: Filter,
      }),
      answers: { 200: Type.Object({ subnets: Type.Array(WorkspaceSubnet), subnet_size: Type.Integer() }) },
    }),
    async (request) => {
      const page = { limit: unpaged, vpcId: request.query.vpc_id };
      const rows = await listSubnets(database, projectOf(request), page);
      return { subnets: rows.map(presentWorkspaceSubnet), subnet_size: rows.length };
    },
  );

  app.get(
    '/v2/:project_id/subnets/:subnet_id/available-ip',
    workspace('ShowAvailableIp', 'How many addresses of a subnet are free', {
      path: { subnet_id: Type.String({ minLength: 1, maxLength: 255 }) },
      answers: { 200: Type.Object({ available_ip: Type.Integer() }) },
    }),
    async (request) => {
      const { subnet_id: id } = request.params;
      const [subnet] = await listSubnets(database, projectOf(request), { id, limit: 1 });
      return { available_ip: requireFound(subnet, 'subnet').free_addresses };
    },
  );

  app.get(
    '/v2/:project_id/security-groups',
    workspace('ListSecurityGroups', 'Security groups', {
      answers: { 200: Type.Object({ security_groups: Type.Array(WorkspaceSecurityGroup) }) },
    }),
    async (request) => {
      const project = projectOf(request);
      const rows = await listSecurityGroups(database, project, { limit: unpaged });
      return { security_groups: rows.map((row) => presentWorkspaceSecurityGroup(row, project)) };
    },
  );

  app.get(
    '/v2/:project_id/ports',
    workspace('ListPorts', 'Ports of desktops', {
      query: Type.Object({
        marker: Page.marker,
        limit: Page.limit,
        ip_address: Type.Optional(Type.String({ maxLength: 64 })),
        subnet_id: Filter,
        is_used: Type.Optional(Type.Boolean({ description: 'Every port here is used by a desktop.' })),
      }),
      answers: { 200: Type.Object({ ports: Type.Array(WorkspacePort) }) },
    }),
    async (request) => {
      const { marker, limit, ip_address: address, subnet_id: subnetId, is_used: isUsed } = request.query;
      if (isUsed === false) return { ports: [] };
      const rows = await listPorts(database, projectOf(request), { marker, limit, address, subnetId });
      return { ports: rows.map(presentWorkspacePort) };
    },
  );

  addVpcRoutes(app, database);
  addVpcV3Routes(app, database);
  addVpcChangeRoutes(app, parts);
  addSubnetChangeRoutes(app, parts);
  addSecurityGroupChangeRoutes(app, parts);
  addRuleRoutes(app, parts);
  addRuleV3Routes(app, parts);
}

/** Lists that the interface does not page. */
const unpaged = 10_000;
