import type { Database } from '../../../database/connect.js';
import { asId, type DomainId, type IamUserId } from '../../../ids.js';
import { type User, userColumns } from '../users/queries.js';

export interface Group {
  readonly id: string;
  readonly domain_id: DomainId;
  readonly name: string;
  readonly description: string;
  readonly created_at: Date;
}

export const groupColumns = ['id', 'domain_id', 'name', 'description', 'created_at'] as const;

/** The groups of one account, by name. */
export async function listGroups(
  database: Database,
  domainId: DomainId,
  filter: { readonly name?: string | undefined },
): Promise<Group[]> {
  let query = database
    .selectFrom('iam_groups')
    .select(groupColumns)
    .where('domain_id', '=', domainId)
    .orderBy('name')
    .orderBy('id');
  if (filter.name !== undefined) query = query.where('name', '=', filter.name);
  return query.execute();
}

/** One group of the account; nothing for a missing and for a foreign one. */
export async function findGroup(
  database: Database,
  domainId: DomainId,
  id: string,
): Promise<Group | undefined> {
  return database
    .selectFrom('iam_groups')
    .select(groupColumns)
    .where('domain_id', '=', domainId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The members of a group, which must be known to be the account's, by name. */
export async function listMembers(database: Database, domainId: DomainId, groupId: string): Promise<User[]> {
  return database
    .selectFrom('iam_group_members')
    .innerJoin('iam_users', 'iam_users.id', 'iam_group_members.user_id')
    .where('iam_group_members.group_id', '=', groupId)
    .where('iam_users.domain_id', '=', domainId)
    .select(userColumns.map((column) => `iam_users.${column}` as const))
    .orderBy('iam_users.name')
    .execute();
}

/** The groups that a user of the account is in, by name. */
export async function listGroupsOf(database: Database, domainId: DomainId, userId: string): Promise<Group[]> {
  return database
    .selectFrom('iam_group_members')
    .innerJoin('iam_groups', 'iam_groups.id', 'iam_group_members.group_id')
    .where('iam_group_members.user_id', '=', asId<IamUserId>(userId))
    .where('iam_groups.domain_id', '=', domainId)
    .select(groupColumns.map((column) => `iam_groups.${column}` as const))
    .orderBy('iam_groups.name')
    .execute();
}
