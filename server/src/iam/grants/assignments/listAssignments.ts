import type { Database } from '../../../database/connect.js';
import { asId, type DomainId, type IamUserId, type ProjectId } from '../../../ids.js';
import { listOwnPolicies } from '../policies/findPolicies.js';
import { findSystemPolicy } from '../policies/findSystemPolicies.js';
import type { Policy, Scope, Subject } from '../policies/policy.js';

/** A role that was assigned to somebody. */
export interface Assignment {
  readonly roleId: string;
  readonly subject: Subject;
  readonly scope: Scope;
  readonly createdAt: Date;
}

export interface AssignmentFilter {
  readonly roleId?: string | undefined;
  readonly subjectKind?: Subject['kind'] | undefined;
  readonly userId?: string | undefined;
  readonly groupId?: string | undefined;
  readonly scopeKinds?: readonly Scope['kind'][] | undefined;
  readonly projectId?: string | undefined;
  readonly enterpriseProjectId?: string | undefined;
  /** With a user: also what its groups have. */
  readonly includeGroups?: boolean | undefined;
}

/** The role assignments of an account, the oldest first. */
export async function listAssignments(
  database: Database,
  domainId: DomainId,
  filter: AssignmentFilter,
): Promise<Assignment[]> {
  let query = database
    .selectFrom('iam_grants')
    .where('domain_id', '=', domainId)
    .where('model', '=', 'role')
    .select([
      'policy_id',
      'user_id',
      'group_id',
      'scope',
      'project_id',
      'enterprise_project_id',
      'created_at',
    ])
    .orderBy('created_at')
    .orderBy('id');
  if (filter.roleId !== undefined) query = query.where('policy_id', '=', filter.roleId);
  if (filter.subjectKind !== undefined) query = query.where(`${filter.subjectKind}_id`, 'is not', null);
  if (filter.groupId !== undefined) query = query.where('group_id', '=', filter.groupId);
  if (filter.projectId !== undefined)
    query = query.where('project_id', '=', asId<ProjectId>(filter.projectId));
  if (filter.enterpriseProjectId !== undefined) {
    query = query.where('enterprise_project_id', '=', filter.enterpriseProjectId);
  }
  if (filter.scopeKinds !== undefined) query = query.where('scope', 'in', [...filter.scopeKinds]);
  const { userId, includeGroups = false } = filter;
  if (userId !== undefined) {
    const user = asId<IamUserId>(userId);
    query = query.where((where) => {
      const itself = where('user_id', '=', user);
      if (!includeGroups) return itself;
      const groups = where
        .selectFrom('iam_group_members')
        .where('user_id', '=', user)
        .select('iam_group_members.group_id');
      return where.or([itself, where('group_id', 'in', groups)]);
    });
  }
  return (await query.execute()).map((row) => ({
    roleId: row.policy_id,
    subject:
      row.user_id === null ? { kind: 'group', id: row.group_id ?? '' } : { kind: 'user', id: row.user_id },
    scope: scopeOf(row.scope, row.project_id ?? row.enterprise_project_id),
    createdAt: row.created_at,
  }));
}

function scopeOf(kind: Scope['kind'], id: string | null): Scope {
  if (kind === 'project' || kind === 'enterprise-project') return { kind, id: id ?? '' };
  return { kind };
}

/** The roles that one user or group has for exactly one scope, in the order in which they were assigned. */
export async function listAssignedRoles(
  database: Database,
  domainId: DomainId,
  subject: Subject,
  scope: Scope,
): Promise<Policy[]> {
  const assignments = await listAssignments(database, domainId, {
    ...(subject.kind === 'user' ? { userId: subject.id } : { groupId: subject.id }),
    scopeKinds: [scope.kind],
    projectId: scope.kind === 'project' ? scope.id : undefined,
    enterpriseProjectId: scope.kind === 'enterprise-project' ? scope.id : undefined,
  });
  return rolesOf(database, domainId, assignments);
}

async function rolesOf(
  database: Database,
  domainId: DomainId,
  assignments: readonly Assignment[],
): Promise<Policy[]> {
  const own = new Map((await listOwnPolicies(database, domainId, 'role')).map((role) => [role.id, role]));
  return assignments.flatMap(({ roleId }) => {
    const role = findSystemPolicy('role', roleId) ?? own.get(roleId);
    return role === undefined ? [] : [role];
  });
}
