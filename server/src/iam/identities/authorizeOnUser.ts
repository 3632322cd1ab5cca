import { authorize } from '../../access/authorize.js';
import type { Caller } from '../../access/caller.js';
import type { Database } from '../../database/connect.js';
import { requireFound } from '../../errors/requireFound.js';
import { findUser, type User } from './users/queries.js';

/**
 * Everyone may look at himself; for anybody else the operation's action is asked for, before it shows whether he is there.
 * @throws {ApiError} IAM.0003
 */
export function authorizeOnUser(caller: Caller, userId: string): void {
  if (caller.userId !== userId) authorize(caller, { projectId: undefined });
}

/**
 * A user of the caller's account: first the right, only then the existence.
 * @throws {ApiError} IAM.0003; DPL.0404, the same for a missing and a foreign one
 */
export async function findAuthorizedUser(database: Database, caller: Caller, userId: string): Promise<User> {
  authorizeOnUser(caller, userId);
  return requireFound(await findUser(database, caller.domainId, userId), 'user');
}
