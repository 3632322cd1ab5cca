import { Type } from 'typebox';
import { requireFound } from '../errors/requireFound.js';
import { workspace } from '../http/declare.js';
import { noContent, projectOf } from '../http/request.js';
import { NoContent } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import { createRule, deleteRule } from './change/changeRules.js';
import { NewRule } from './change/changeSchemas.js';
import type { NetworkChangeParts } from './change/changeVpcs.js';
import { listRules } from './listRules.js';
import { presentRule } from './present.js';
import { Rule, RulePage, ThingPath } from './schemas.js';

/** The rules of security groups, version 1. */
export function addRuleRoutes(app: Server, parts: NetworkChangeParts): void {
  const { database } = parts;
  app.get(
    '/v1/:project_id/security-group-rules',
    workspace('ListSecurityGroupRules', 'Rules of security groups', {
      query: RulePage,
      answers: { 200: Type.Object({ security_group_rules: Type.Array(Rule) }) },
    }),
    async (request) => {
      const { security_group_id: securityGroupId, remote_group_id: remoteGroupId, ...page } = request.query;
      const rows = await listRules(database, projectOf(request), { ...page, securityGroupId, remoteGroupId });
      return { security_group_rules: rows.map(presentRule) };
    },
  );

  app.get(
    '/v1/:project_id/security-group-rules/:id',
    workspace('ShowSecurityGroupRule', 'One rule of a security group', {
      path: ThingPath,
      answers: { 200: Type.Object({ security_group_rule: Rule }) },
    }),
    async (request) => {
      const [row] = await listRules(database, projectOf(request), { id: request.params.id, limit: 1 });
      return { security_group_rule: presentRule(requireFound(row, 'security group rule')) };
    },
  );

  app.post(
    '/v1/:project_id/security-group-rules',
    workspace('CreateSecurityGroupRule', 'Add a rule to a security group', {
      description: 'Takes effect on running desktops within about a second.',
      body: NewRule,
      answers: { 200: Type.Object({ security_group_rule: Rule }) },
    }),
    async (request) => {
      const { security_group_id: group, ...rule } = request.body.security_group_rule;
      const made = await createRule(parts, projectOf(request), group, rule);
      return { security_group_rule: presentRule(made) };
    },
  );

  app.delete(
    '/v1/:project_id/security-group-rules/:id',
    workspace('DeleteSecurityGroupRule', 'Delete a rule of a security group', {
      description: 'Takes effect on running desktops within about a second, on open connections too.',
      path: ThingPath,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      await deleteRule(parts, projectOf(request), request.params.id);
      return noContent(reply);
    },
  );
}
