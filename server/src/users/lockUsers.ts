import { type Selectable, sql } from 'kysely';
import type { Transaction } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import type { DesktopUserId, ProjectId } from '../ids.js';

/** What a decision about a user is made from. */
export type LockedUser = Pick<Selectable<Schema['desktop_users']>, 'id' | 'user_name' | 'user_email'>;

/** A desktop user by id, in the project that the id must belong to. */
export interface UserOfProject {
  readonly projectId: ProjectId;
  readonly id: DesktopUserId;
}

/**
 * Locks users until the transaction ends, in the order of their ids, so that no two transactions wait for each other. While
 * they are locked nobody can give them a desktop: an assignment waits for the lock, and fails if the user is deleted. What
 * was committed before is seen by the statements after this one (S10).
 * The list of ids besides makes PostgreSQL look them up instead of reading all users of the project.
 * @returns those that are there; missing and foreign ones are left out
 */
export async function lockUsers(
  transaction: Transaction,
  users: readonly UserOfProject[],
): Promise<LockedUser[]> {
  const { rows } = await sql<LockedUser>`
    select id, user_name, user_email from desktop_users
    where id = any(${users.map(({ id }) => id)}::text[]) and (project_id, id) in (
      select * from unnest(${users.map(({ projectId }) => projectId)}::text[], ${users.map(({ id }) => id)}::text[])
    )
    order by id
    for update`.execute(transaction);
  return rows;
}
