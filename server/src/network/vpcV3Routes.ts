import { Type } from 'typebox';
import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import { workspace } from '../http/declare.js';
import { projectOf } from '../http/request.js';
import type { Server } from '../http/server.js';
import { pageInfoOf, presentSecurityGroupV3, presentVpcV3 } from './present.js';
import { listSecurityGroups, listVpcs } from './queries.js';
import { Page, PageInfo, SecurityGroupV3, ThingPath, VpcV3 } from './schemas.js';

const RequestId = Type.String();

/** The network service, version 3, as far as Terraform looks things up there (docs/reference/terraform.md#look-ups). */
export function addVpcV3Routes(app: Server, database: Database): void {
  app.get(
    '/v3/:project_id/vpc/vpcs/:id',
    workspace('ShowVpcV3', 'One VPC, version 3', {
      path: ThingPath,
      answers: { 200: Type.Object({ vpc: VpcV3, request_id: RequestId }) },
    }),
    async (request) => {
      const project = projectOf(request);
      const [row] = await listVpcs(database, project, { id: request.params.id, limit: 1 });
      if (row === undefined) throw new ApiError('DPL.0404', ['VPC']);
      return { vpc: presentVpcV3(row, project), request_id: request.id };
    },
  );

  app.get(
    '/v3/:project_id/vpc/security-groups',
    workspace('ListSecurityGroupsV3', 'Security groups, version 3', {
      query: Type.Object(Page),
      answers: {
        200: Type.Object({
          security_groups: Type.Array(SecurityGroupV3),
          page_info: PageInfo,
          request_id: RequestId,
        }),
      },
    }),
    async (request) => {
      const project = projectOf(request);
      const rows = await listSecurityGroups(database, project, request.query);
      return {
        security_groups: rows.map((row) => presentSecurityGroupV3(row, project)),
        page_info: pageInfoOf(rows, request.query),
        request_id: request.id,
      };
    },
  );

  app.get(
    '/v3/:project_id/vpc/security-groups/:id',
    workspace('ShowSecurityGroupV3', 'One security group, version 3', {
      path: ThingPath,
      answers: { 200: Type.Object({ security_group: SecurityGroupV3, request_id: RequestId }) },
    }),
    async (request) => {
      const project = projectOf(request);
      const [row] = await listSecurityGroups(database, project, { id: request.params.id, limit: 1 });
      if (row === undefined) throw new ApiError('DPL.0404', ['security group']);
      return { security_group: presentSecurityGroupV3(row, project), request_id: request.id };
    },
  );
}
