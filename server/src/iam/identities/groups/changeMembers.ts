import { retryOnConflict } from '../../../database/retryOnConflict.js';
import { ApiError } from '../../../errors/errors.js';
import { requireFound } from '../../../errors/requireFound.js';
import { asId, type DomainId, type IamUserId } from '../../../ids.js';
import { findUser } from '../users/queries.js';
import type { GroupParts } from './changeGroups.js';
import { findGroup } from './queries.js';

/** A group and a user that are to be of the account. */
export interface Membership {
  readonly domainId: DomainId;
  readonly groupId: string;
  readonly userId: string;
}

/** Puts a user into a group; nothing changes when he is in it. @throws {ApiError} DPL.0404 */
export async function addMember(parts: GroupParts, membership: Membership): Promise<void> {
  // Group or user may go between looking and inserting; then looking again tells which.
  await retryOnConflict(async () => {
    const { groupId, userId } = await findBoth(parts, membership);
    await insertMember(parts, groupId, userId);
  });
}

/** Of a group and a user that are known to be of one account; nothing changes when he is in it. */
export async function insertMember(
  { database, ambient }: GroupParts,
  groupId: string,
  userId: IamUserId,
): Promise<void> {
  await database
    .insertInto('iam_group_members')
    .values({ group_id: groupId, user_id: userId, created_at: ambient.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** @throws {ApiError} DPL.0404, also when he is not in it */
export async function removeMember(parts: GroupParts, membership: Membership): Promise<void> {
  const { groupId, userId } = await findBoth(parts, membership);
  const { numDeletedRows } = await parts.database
    .deleteFrom('iam_group_members')
    .where('group_id', '=', groupId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw new ApiError('DPL.0404', ['membership']);
}

/** @throws {ApiError} DPL.0404 when he is not in it, or one of both is missing or foreign */
export async function checkMember(parts: GroupParts, membership: Membership): Promise<void> {
  const { groupId, userId } = await findBoth(parts, membership);
  requireFound(
    await parts.database
      .selectFrom('iam_group_members')
      .select('user_id')
      .where('group_id', '=', groupId)
      .where('user_id', '=', userId)
      .executeTakeFirst(),
    'membership',
  );
}

async function findBoth(
  { database }: GroupParts,
  { domainId, groupId, userId }: Membership,
): Promise<{ groupId: string; userId: IamUserId }> {
  requireFound(await findGroup(database, domainId, groupId), 'group');
  requireFound(await findUser(database, domainId, userId), 'user');
  return { groupId, userId: asId<IamUserId>(userId) };
}
