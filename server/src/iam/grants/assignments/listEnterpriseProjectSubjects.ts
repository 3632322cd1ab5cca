import type { Database } from '../../../database/connect.js';
import { asId, type DomainId, type IamUserId } from '../../../ids.js';
import { requireScope, requireSubject } from '../giveGrant.js';
import type { Subject } from '../policies/policy.js';
import { listAssignments } from './listAssignments.js';

/**
 * The groups that have roles for an enterprise project, by name.
 * @throws {ApiError} DPL.0404 for an enterprise project that is not the account's
 */
export async function listGroupsOf(database: Database, domainId: DomainId, enterpriseProjectId: string) {
  const assignments = await assignmentsFor(database, domainId, enterpriseProjectId);
  const ids = assignments.flatMap(({ subject }) => (subject.kind === 'group' ? [subject.id] : []));
  return database
    .selectFrom('iam_groups')
    .where('domain_id', '=', domainId)
    .where('id', 'in', ['', ...ids])
    .orderBy('name')
    .select(['id', 'name', 'description', 'created_at'])
    .execute();
}

/**
 * The users that have roles for an enterprise project themselves, by name, and when they got them.
 * @throws {ApiError} DPL.0404 for an enterprise project that is not the account's
 */
export async function listUsersOf(database: Database, domainId: DomainId, enterpriseProjectId: string) {
  const assignments = await assignmentsFor(database, domainId, enterpriseProjectId);
  const ids = assignments.flatMap(({ subject }) => (subject.kind === 'user' ? [subject.id] : []));
  const users = await database
    .selectFrom('iam_users')
    .where('domain_id', '=', domainId)
    .where(
      'id',
      'in',
      ['', ...ids].map((id) => asId<IamUserId>(id)),
    )
    .orderBy('name')
    .select(['id', 'name', 'description', 'enabled'])
    .execute();
  return users.map((user) => ({
    ...user,
    givenAt: assignments
      .filter(({ subject }) => subject.kind === 'user' && subject.id === user.id)
      .map(({ createdAt }) => createdAt),
  }));
}

/**
 * The ids of the enterprise projects that a user itself or a group has roles for.
 * @throws {ApiError} DPL.0404 for one that is not the account's
 */
export async function listEnterpriseProjectsOf(
  database: Database,
  domainId: DomainId,
  subject: Subject,
): Promise<string[]> {
  await requireSubject(database, domainId, subject);
  const assignments = await listAssignments(database, domainId, {
    ...(subject.kind === 'user' ? { userId: subject.id } : { groupId: subject.id }),
    scopeKinds: ['enterprise-project'],
  });
  return [...new Set(assignments.flatMap(({ scope }) => ('id' in scope ? [scope.id] : [])))];
}

async function assignmentsFor(database: Database, domainId: DomainId, enterpriseProjectId: string) {
  await requireScope(database, domainId, { kind: 'enterprise-project', id: enterpriseProjectId });
  return listAssignments(database, domainId, { enterpriseProjectId });
}
