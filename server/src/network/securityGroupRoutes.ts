import { Type } from 'typebox';
import { workspace } from '../http/declare.js';
import { noContent, projectOf } from '../http/request.js';
import { NoContent } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import { NewSecurityGroup, NewSecurityGroupV3, SecurityGroupChanges } from './change/changeSchemas.js';
import {
  createSecurityGroup,
  deleteSecurityGroup,
  updateSecurityGroup,
} from './change/changeSecurityGroups.js';
import type { NetworkChangeParts } from './change/changeVpcs.js';
import {
  leaveOut,
  refuseDryRun,
  refuseUnoffered,
  requireDefaultEnterpriseProject,
} from './change/networkRefusals.js';
import { presentSecurityGroup, presentSecurityGroupV3 } from './present.js';
import { SecurityGroup, SecurityGroupV3, ThingPath } from './schemas.js';

const OneGroupV3 = Type.Object({ security_group: SecurityGroupV3, request_id: Type.String() });
const madeWith =
  'Its members may begin any connection, and whatever members of it begin reaches them: four rules, which can be deleted.';

/** Security groups are created, changed and deleted, in both versions. */
export function addSecurityGroupChangeRoutes(app: Server, parts: NetworkChangeParts): void {
  app.post(
    '/v1/:project_id/security-groups',
    workspace('CreateSecurityGroup', 'Create a security group', {
      description: madeWith,
      body: NewSecurityGroup,
      answers: { 200: Type.Object({ security_group: SecurityGroup }) },
    }),
    async (request) => {
      const { name, description, vpc_id: vpc, enterprise_project_id: ep } = request.body.security_group;
      requireDefaultEnterpriseProject('security_group.enterprise_project_id', ep);
      refuseUnoffered([
        {
          field: 'security_group.vpc_id',
          value: vpc,
          instead: { en: 'a security group serves all VPCs', zh: '安全组适用于所有VPC' },
        },
      ]);
      const made = await createSecurityGroup(parts, projectOf(request), { name, description });
      return { security_group: presentSecurityGroup(made) };
    },
  );

  app.delete(
    '/v1/:project_id/security-groups/:id',
    workspace('DeleteSecurityGroup', 'Delete a security group', {
      path: ThingPath,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      await deleteSecurityGroup(parts, projectOf(request), request.params.id);
      return noContent(reply);
    },
  );
  addVersion3(app, parts);
}

function addVersion3(app: Server, parts: NetworkChangeParts): void {
  app.post(
    '/v3/:project_id/vpc/security-groups',
    workspace('CreateSecurityGroupV3', 'Create a security group, version 3', {
      description: madeWith,
      body: NewSecurityGroupV3,
      answers: { 201: OneGroupV3 },
    }),
    async (request, reply) => {
      const { name, description, tags, enterprise_project_id: ep } = request.body.security_group;
      refuseDryRun(request.body.dry_run);
      requireDefaultEnterpriseProject('security_group.enterprise_project_id', ep);
      refuseUnoffered([{ field: 'security_group.tags', value: tags, instead: leaveOut }]);
      const project = projectOf(request);
      const made = await createSecurityGroup(parts, project, { name, description });
      reply.code(201);
      return { security_group: presentSecurityGroupV3(made, project), request_id: request.id };
    },
  );

  app.put(
    '/v3/:project_id/vpc/security-groups/:id',
    workspace('UpdateSecurityGroupV3', 'Change name or description of a security group', {
      path: ThingPath,
      body: SecurityGroupChanges,
      answers: { 200: OneGroupV3 },
    }),
    async (request) => {
      refuseDryRun(request.body.dry_run);
      const { name, description } = request.body.security_group;
      const project = projectOf(request);
      const changed = await updateSecurityGroup(parts, project, request.params.id, { name, description });
      return { security_group: presentSecurityGroupV3(changed, project), request_id: request.id };
    },
  );

  app.delete(
    '/v3/:project_id/vpc/security-groups/:id',
    workspace('DeleteSecurityGroupV3', 'Delete a security group, version 3', {
      path: ThingPath,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      await deleteSecurityGroup(parts, projectOf(request), request.params.id);
      return noContent(reply);
    },
  );
}
