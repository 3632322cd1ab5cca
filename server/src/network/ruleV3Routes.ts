import { Type } from 'typebox';
import { requireFound } from '../errors/requireFound.js';
import { workspace } from '../http/declare.js';
import { noContent, projectOf } from '../http/request.js';
import { NoContent } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import { createRule, deleteRule } from './change/changeRules.js';
import { NewRuleV3 } from './change/changeSchemas.js';
import type { NetworkChangeParts } from './change/changeVpcs.js';
import { refuseDryRun } from './change/networkRefusals.js';
import { listRules } from './listRules.js';
import { pageInfoOf, presentRuleV3 } from './present.js';
import { PageInfo, RulePage, RuleV3, ThingPath } from './schemas.js';

/** Filters that are refused: left out, they would seem to have found nothing else. */
const filtersNotOffered = {
  'query.protocol': [],
  'query.description': [],
  'query.action': [],
  'query.remote_ip_prefix': [],
  'query.priority': [],
  'query.ethertype': [],
  'query.remote_address_group_id': [],
  'query.enabled': [],
};

const OneRule = Type.Object({ security_group_rule: RuleV3, request_id: Type.String() });

/** The rules of security groups, version 3, as Terraform makes them. */
export function addRuleV3Routes(app: Server, parts: NetworkChangeParts): void {
  const { database } = parts;
  app.get(
    '/v3/:project_id/vpc/security-group-rules',
    workspace('ListSecurityGroupRulesV3', 'Rules of security groups, version 3', {
      query: RulePage,
      notOffered: filtersNotOffered,
      answers: {
        200: Type.Object({
          security_group_rules: Type.Array(RuleV3),
          page_info: PageInfo,
          request_id: Type.String(),
        }),
      },
    }),
    async (request) => {
      const { security_group_id: securityGroupId, remote_group_id: remoteGroupId, ...page } = request.query;
      const project = projectOf(request);
      const rows = await listRules(database, project, { ...page, securityGroupId, remoteGroupId });
      return {
        security_group_rules: rows.map((row) => presentRuleV3(row, project)),
        page_info: pageInfoOf(rows, page),
        request_id: request.id,
      };
    },
  );

  app.get(
    '/v3/:project_id/vpc/security-group-rules/:id',
    workspace('ShowSecurityGroupRuleV3', 'One rule of a security group, version 3', {
      path: ThingPath,
      answers: { 200: OneRule },
    }),
    async (request) => {
      const project = projectOf(request);
      const [row] = await listRules(database, project, { id: request.params.id, limit: 1 });
      const found = requireFound(row, 'security group rule');
      return { security_group_rule: presentRuleV3(found, project), request_id: request.id };
    },
  );

  app.post(
    '/v3/:project_id/vpc/security-group-rules',
    workspace('CreateSecurityGroupRuleV3', 'Add a rule to a security group, version 3', {
      description:
        'Takes effect on running desktops within about a second. Rules only allow; as none of them goes before another, `priority` decides nothing.',
      body: NewRuleV3,
      answers: { 201: OneRule },
    }),
    async (request, reply) => {
      refuseDryRun(request.body.dry_run);
      const { security_group_id: group, ...rule } = request.body.security_group_rule;
      const project = projectOf(request);
      const made = await createRule(parts, project, group, rule);
      reply.code(201);
      return { security_group_rule: presentRuleV3(made, project), request_id: request.id };
    },
  );

  app.delete(
    '/v3/:project_id/vpc/security-group-rules/:id',
    workspace('DeleteSecurityGroupRuleV3', 'Delete a rule of a security group, version 3', {
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
