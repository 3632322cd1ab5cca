import { sql } from 'kysely';
import type { Ambient } from '../../ambient.js';
import type { Database, Transaction } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import type { DesktopUserId, ProjectId, UserGroupId } from '../../ids.js';
import { groupLimits } from './groupLimits.js';

/** Which users one call is about. */
export interface MembersOrder {
  readonly projectId: ProjectId;
  readonly groupId: UserGroupId;
  readonly userIds: readonly DesktopUserId[];
}

/**
 * Puts users into a group, all of them or none; nothing changes for those who are in it.
 * @throws {ApiError} WKS.00170208 and WKS.00170312 for what is not there, DPL.4091 for more than groups may come to
 */
export async function addMembers(
  { database, ambient }: { readonly database: Database; readonly ambient: Ambient },
  { projectId, groupId, userIds }: MembersOrder,
): Promise<void> {
  const ids = [...new Set(userIds)];
  await database.transaction().execute(async (transaction) => {
    // Users are locked before groups, as everywhere. While they are, nobody deletes them or puts them into another group.
    const users = await transaction
      .selectFrom('desktop_users')
      .select('id')
      .where('project_id', '=', projectId)
      .where('id', 'in', ids)
      .orderBy('id')
      .forNoKeyUpdate()
      .execute();
    const known = new Set(users.map(({ id }) => id));
    const missing = ids.find((id) => !known.has(id));
    if (missing !== undefined) throw new ApiError('WKS.00170312', [], `user_ids: ${missing}`);
    const memberships = ids.map((userId) => ({ groupId, userId }));
    await joinGroups(transaction, ambient, projectId, memberships);
  });
}

/** Takes users out of a group; who is not in it is none of its members already. @throws {ApiError} WKS.00170208 */
export async function removeMembers(
  database: Database,
  { projectId, groupId, userIds }: MembersOrder,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await holdGroups(transaction, projectId, [groupId]);
    await transaction
      .deleteFrom('user_group_members')
      .where('project_id', '=', projectId)
      .where('group_id', '=', groupId)
      .where('user_id', 'in', userIds)
      .execute();
  });
}

/** A user who is to be in a group. */
export interface Membership {
  readonly groupId: UserGroupId;
  readonly userId: DesktopUserId;
}

/**
 * Makes users members, in the order in which they are named. In the caller's transaction, which holds the users.
 * @throws {ApiError} WKS.00170208 for a group that is not there, DPL.4091 for more than groups may come to
 */
export async function joinGroups(
  transaction: Transaction,
  ambient: Ambient,
  projectId: ProjectId,
  memberships: readonly Membership[],
): Promise<void> {
  if (memberships.length === 0) return;
  const groupIds = [...new Set(memberships.map(({ groupId }) => groupId))];
  const userIds = [...new Set(memberships.map(({ userId }) => userId))];
  await holdGroups(transaction, projectId, groupIds);
  await sql`
    insert into user_group_members (group_id, user_id, project_id, added_at)
    select w.group_id, w.user_id, ${projectId}, ${ambient.now()}
    from unnest(${memberships.map(({ groupId }) => groupId)}::text[], ${memberships.map(({ userId }) => userId)}::text[])
      with ordinality as w (group_id, user_id, place)
    order by w.place
    on conflict (group_id, user_id) do nothing`.execute(transaction);
  const { rows } = await sql<{ what: keyof typeof beyond; count: number }>`
    (select 'membersOfGroup' as what, count(*)::int as count from user_group_members
      where group_id = any(${groupIds}::text[]) group by group_id order by 2 desc limit 1)
    union all
    (select 'groupsOfUser', count(*)::int from user_group_members
      where user_id = any(${userIds}::text[]) group by user_id order by 2 desc limit 1)`.execute(transaction);
  for (const { what, count } of rows)
    if (count > groupLimits[what]) throw new ApiError('DPL.4091', [beyond[what](count)]);
}

const beyond = {
  membersOfGroup: (count: number) => ({
    en: `a user group has at most ${groupLimits.membersOfGroup} users, not ${count}`,
    zh: `一个用户组最多有${groupLimits.membersOfGroup}个用户，而不是${count}个`,
  }),
  groupsOfUser: (count: number) => ({
    en: `a user is in at most ${groupLimits.groupsOfUser} user groups, not ${count}`,
    zh: `一个用户最多属于${groupLimits.groupsOfUser}个用户组，而不是${count}个`,
  }),
} as const;

/** Keeps groups from being deleted until the transaction ends, and their members from being counted by another one. */
async function holdGroups(
  transaction: Transaction,
  projectId: ProjectId,
  groupIds: readonly UserGroupId[],
): Promise<void> {
  const rows = await transaction
    .selectFrom('user_groups')
    .select('id')
    .where('project_id', '=', projectId)
    .where('id', 'in', groupIds)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  const known = new Set(rows.map(({ id }) => id));
  const missing = groupIds.find((id) => !known.has(id));
  if (missing !== undefined) throw new ApiError('WKS.00170208', [], `group_id: ${missing}`);
}
