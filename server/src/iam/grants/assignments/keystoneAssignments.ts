import { createHash } from 'node:crypto';
import type { Static } from 'typebox';
import type { Database } from '../../../database/connect.js';
import type { DomainId } from '../../../ids.js';
import { listOwnPolicies } from '../policies/findPolicies.js';
import { listSystemPolicies } from '../policies/findSystemPolicies.js';
import type { Scope, Subject } from '../policies/policy.js';
import type { KeystoneAssignmentList } from './assignmentListSchemas.js';
import { type Assignment, listAssignments } from './listAssignments.js';

export interface KeystoneQuestion {
  readonly userId: string | undefined;
  readonly groupId: string | undefined;
  readonly roleId: string | undefined;
  readonly projectId: string | undefined;
  readonly scopedDomainId: string | undefined;
  readonly inheritedOnly: boolean;
  /** What comes of the assignments: users in place of groups, projects in place of all of them. */
  readonly effective: boolean;
  readonly withNames: boolean;
}

type Body = Static<typeof KeystoneAssignmentList>['role_assignments'][number];

/** What an account's ids are called, and who belongs together. */
interface Account {
  readonly domainId: DomainId;
  readonly names: ReadonlyMap<string, string>;
  readonly members: ReadonlyMap<string, readonly string[]>;
  readonly projectIds: readonly string[];
}

/** Role assignments as Keystone shows them; what is for an enterprise project has no place there. */
export async function keystoneBodies(
  database: Database,
  domainId: DomainId,
  endpoint: string,
  question: KeystoneQuestion,
): Promise<Body[]> {
  if ((question.scopedDomainId ?? domainId) !== domainId) return [];
  const account = await readAccount(database, domainId);
  const { effective, userId, projectId } = question;
  const assignments = await listAssignments(database, domainId, {
    roleId: question.roleId,
    userId,
    includeGroups: effective,
    groupId: question.groupId,
    scopeKinds: question.inheritedOnly ? ['everywhere'] : ['everywhere', 'domain', 'project'],
  });
  const meant = effective ? assignments.flatMap((each) => spread(each, account)) : assignments;
  return meant
    .filter(({ subject, scope }) => {
      if (userId !== undefined && effective && subject.id !== userId) return false;
      if (projectId !== undefined) return scope.kind === 'project' && scope.id === projectId;
      return question.scopedDomainId === undefined || scope.kind !== 'project';
    })
    .map((each) => bodyOf(each, account, endpoint, question.withNames));
}

/** An id for each, as clients need them to go on page by page. The very same assignment, by a group and by itself, has two. */
export function withIds(bodies: readonly Body[]): (Body & { readonly id: string })[] {
  const seen = new Map<string, number>();
  return bodies.map((body) => {
    // The same whatever name the service is called by.
    const path = body.links.assignment.replace(/^https?:\/\/[^/]*/, '');
    const before = seen.get(path) ?? 0;
    seen.set(path, before + 1);
    const digest = createHash('sha256').update(`${path} ${before}`).digest('hex');
    return { id: digest.slice(0, 32), ...body };
  });
}

function spread(assignment: Assignment, { members, projectIds }: Account): Assignment[] {
  const { subject, scope } = assignment;
  const subjects: readonly Subject[] =
    subject.kind === 'user'
      ? [subject]
      : (members.get(subject.id) ?? []).map((id) => ({ kind: 'user', id }) as const);
  const scopes: readonly Scope[] =
    scope.kind === 'everywhere'
      ? [{ kind: 'domain' }, ...projectIds.map((id) => ({ kind: 'project', id }) as const)]
      : [scope];
  return subjects.flatMap((one) => scopes.map((where) => ({ ...assignment, subject: one, scope: where })));
}

function bodyOf(
  { roleId, subject, scope }: Assignment,
  { domainId, names }: Account,
  endpoint: string,
  withNames: boolean,
): Body {
  const named = (id: string) => (withNames ? { id, name: names.get(id) ?? id } : { id });
  const owned = (id: string) => (withNames ? { ...named(id), domain: named(domainId) } : { id });
  const place = scope.kind === 'project' ? `projects/${scope.id}` : `domains/${domainId}`;
  const inherited = scope.kind === 'everywhere';
  const path = `${inherited ? 'OS-INHERIT/' : ''}${place}/${subject.kind}s/${subject.id}/roles/${roleId}`;
  return {
    role: named(roleId),
    ...(subject.kind === 'user' ? { user: owned(subject.id) } : { group: owned(subject.id) }),
    scope:
      scope.kind === 'project'
        ? { project: owned(scope.id) }
        : { domain: named(domainId), ...(inherited ? { 'OS-INHERIT:inherited_to': 'projects' } : {}) },
    links: { assignment: `${endpoint}/v3/${path}${inherited ? '/inherited_to_projects' : ''}` },
  };
}

async function readAccount(database: Database, domainId: DomainId): Promise<Account> {
  const named = ['id', 'name'] as const;
  const [projects, users, groups, roles, domains, memberships] = await Promise.all([
    database.selectFrom('projects').where('domain_id', '=', domainId).select(named).execute(),
    database.selectFrom('iam_users').where('domain_id', '=', domainId).select(named).execute(),
    database.selectFrom('iam_groups').where('domain_id', '=', domainId).select(named).execute(),
    listOwnPolicies(database, domainId, 'role'),
    database.selectFrom('domains').where('id', '=', domainId).select(named).execute(),
    database
      .selectFrom('iam_group_members')
      .innerJoin('iam_groups', 'iam_groups.id', 'iam_group_members.group_id')
      .where('iam_groups.domain_id', '=', domainId)
      .select(['group_id', 'user_id'])
      .orderBy('user_id')
      .execute(),
  ]);
  const members = new Map<string, string[]>();
  for (const { group_id, user_id } of memberships) {
    const list = members.get(group_id) ?? [];
    members.set(group_id, [...list, user_id]);
  }
  const known = [...listSystemPolicies('role'), ...projects, ...users, ...groups, ...roles, ...domains];
  return {
    domainId,
    names: new Map(known.map(({ id, name }) => [id, name])),
    members,
    projectIds: projects.map(({ id }) => id),
  };
}
