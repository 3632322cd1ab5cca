import { Type } from 'typebox';
import type { Database } from '../database/connect.js';
import { projectOf } from '../http/request.js';
import { ProjectPath, workspaceErrors } from '../http/schemas/common.js';
import type { Server } from '../http/server.js';
import { presentWorkspacePort, presentWorkspaceSecurityGroup, presentWorkspaceSubnet } from './present.js';
import { listPorts, listSecurityGroups, listSubnets } from './queries.js';
import { Page, WorkspacePort, WorkspaceSecurityGroup, WorkspaceSubnet } from './schemas.js';
import { addVpcRoutes } from './vpcRoutes.js';
import { addVpcV3Routes } from './vpcV3Routes.js';

export interface NetworkParts {
  readonly database: Database;
}

/** Where desktops are connected: Workspace's own look-ups and those of the network service. All read only. */
export function addNetworkRoutes(app: Server, parts: NetworkParts): void {
  const { database } = parts;

  app.get(
    '/v2/:project_id/subnets',
    {
      config: {
        declaration: {
          operation: 'ListSubnets',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Subnets',
        tags: ['Network'],
        params: ProjectPath,
        querystring: Type.Object({
          vpc_id: Type.Optional(Type.String({ maxLength: 255 })),
          availability_zone_id: Type.Optional(Type.String({ maxLength: 255 })),
        }),
        response: {
          200: Type.Object({ subnets: Type.Array(WorkspaceSubnet), subnet_size: Type.Integer() }),
          ...workspaceErrors,
        },
      },
    },
    async (request) => {
      const page = { limit: unpaged, vpcId: request.query.vpc_id };
      const rows = await listSubnets(database, projectOf(request), page);
      return { subnets: rows.map(presentWorkspaceSubnet), subnet_size: rows.length };
    },
  );

  app.get(
    '/v2/:project_id/security-groups',
    {
      config: {
        declaration: {
          operation: 'ListSecurityGroups',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Security groups',
        tags: ['Network'],
        params: ProjectPath,
        response: {
          200: Type.Object({ security_groups: Type.Array(WorkspaceSecurityGroup) }),
          ...workspaceErrors,
        },
      },
    },
    async (request) => {
      const project = projectOf(request);
      const rows = await listSecurityGroups(database, project, { limit: unpaged });
      return { security_groups: rows.map((row) => presentWorkspaceSecurityGroup(row, project)) };
    },
  );

  app.get(
    '/v2/:project_id/ports',
    {
      config: {
        declaration: { operation: 'ListPorts', family: 'workspace' },
      },
      schema: {
        summary: 'Ports of desktops',
        tags: ['Network'],
        params: ProjectPath,
        querystring: Type.Object({
          marker: Page.marker,
          limit: Page.limit,
          ip_address: Type.Optional(Type.String({ maxLength: 64 })),
          subnet_id: Type.Optional(Type.String({ maxLength: 255 })),
          is_used: Type.Optional(Type.Boolean({ description: 'Every port here is used by a desktop.' })),
        }),
        response: { 200: Type.Object({ ports: Type.Array(WorkspacePort) }), ...workspaceErrors },
      },
    },
    async (request) => {
      const { marker, limit, ip_address: address, subnet_id: subnetId, is_used: isUsed } = request.query;
      if (isUsed === false) return { ports: [] };
      const rows = await listPorts(database, projectOf(request), { marker, limit, address, subnetId });
      return { ports: rows.map(presentWorkspacePort) };
    },
  );

  addVpcRoutes(app, database);
  addVpcV3Routes(app, database);
}

/** Lists that the interface does not page. */
const unpaged = 10_000;
