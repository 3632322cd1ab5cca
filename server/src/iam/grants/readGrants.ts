import type pg from 'pg';
import type { CompiledPolicy, Grant, GrantScope, PolicyModel } from '../../access/policies/types.js';
import type { DomainId, IamUserId, ProjectId } from '../../ids.js';
import { compiledOwnPolicy } from './compiledPolicies.js';
import { compiledSystemPolicy } from './policies/findSystemPolicies.js';

interface GrantRow {
  readonly model: PolicyModel;
  readonly policyId: string;
  readonly scope: GrantScope['kind'];
  readonly projectId: ProjectId | null;
  readonly enterpriseProjectId: string | null;
  /** Null: it came with the service. */
  readonly ownPolicyId: string | null;
  readonly name: string | null;
  readonly document: string | null;
}

/**
 * The policies that apply to a user, by itself and by its groups, and where. One query, one moment. A document that cannot be
 * understood any more, or a policy that this release does not bring along, denies instead of being left out: what it denied
 * is not known.
 */
export async function readGrants(
  pool: pg.Pool,
  userId: IamUserId,
  domainId: DomainId,
): Promise<readonly Grant[]> {
  const { rows } = await pool.query<GrantRow>({
    name: 'iam-read-grants',
    text: `
      select distinct g.model, g.policy_id as "policyId", g.scope, g.project_id as "projectId",
             g.enterprise_project_id as "enterpriseProjectId", g.own_policy_id as "ownPolicyId",
             p.name, v.document
        from iam_grants g
        left join iam_policies p on p.id = g.own_policy_id
        left join iam_policy_versions v on v.policy_id = p.id and v.version = p.default_version
       where g.domain_id = $2
         and (g.user_id = $1 or g.group_id in (select group_id from iam_group_members where user_id = $1))`,
    values: [userId, domainId],
  });
  return rows.map((row) => ({ policy: policyOf(row), scope: scopeOf(row) }));
}

function policyOf({ model, policyId, ownPolicyId, name, document }: GrantRow): CompiledPolicy {
  if (ownPolicyId === null) return compiledSystemPolicy(model, policyId);
  return compiledOwnPolicy({
    id: policyId,
    name: name ?? policyId,
    model,
    document: document ?? '',
  });
}

function scopeOf({ scope, projectId, enterpriseProjectId }: GrantRow): GrantScope {
  if (projectId !== null) return { kind: 'project', projectId };
  if (enterpriseProjectId !== null) return { kind: 'enterprise-project', enterpriseProjectId };
  return { kind: scope === 'everywhere' ? 'everywhere' : 'domain' };
}
