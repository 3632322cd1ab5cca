import type { Database } from '../../../database/connect.js';
import { ApiError } from '../../../errors/errors.js';
import { requireFound } from '../../../errors/requireFound.js';
import type { DomainId } from '../../../ids.js';
import { findUser } from './queries.js';

/**
 * Deletes a user with his tokens, access keys, memberships and what was granted to him.
 * @throws {ApiError} DPL.0404 for a missing or foreign user, 1107 for the account administrator
 */
export async function deleteUser(database: Database, domainId: DomainId, userId: string): Promise<void> {
  const user = requireFound(await findUser(database, domainId, userId), 'user');
  if (user.is_root) throw new ApiError('1107');
  // The rest goes with the row: everything that belongs to a user refers to it so.
  const { numDeletedRows } = await database
    .deleteFrom('iam_users')
    .where('id', '=', user.id)
    .where('domain_id', '=', domainId)
    .where('is_root', '=', false)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw new ApiError('DPL.0404', ['user']);
}
