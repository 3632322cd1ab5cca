import { type Selectable, sql } from 'kysely';
import type { Database } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import type { DesktopUserId, ProjectId } from '../ids.js';

/** What a decision about a user is made from. */
export type LockedUser = Pick<Selectable<Schema['desktop_users']>, 'id' | 'user_name' | 'user_email'>;

/**
 * Locks users until the transaction ends, in the order of their ids, so that no two transactions wait for each other. While
 * they are locked nobody can give them a desktop: an assignment waits for the lock, and fails if the user is deleted. What
 * was committed before is seen by the statements after this one (S10).
 * @returns those that are there; missing and foreign ones are left out
 */
export async function lockUsers(
  transaction: Database,
  projectId: ProjectId,
  userIds: readonly DesktopUserId[],
): Promise<LockedUser[]> {
  return transaction
    .selectFrom('desktop_users')
    .select(['id', 'user_name', 'user_email'])
    .where('project_id', '=', projectId)
    .where(sql<boolean>`id = any(${[...userIds]}::text[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
}
