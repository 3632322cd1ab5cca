import { sql } from 'kysely';
import type { Database } from '../database/connect.js';
import type { DesktopUserId, ProjectId } from '../ids.js';
import { groupNames } from './groups/groupNames.js';
import type { UserOfProject } from './lockUsers.js';
import { passwordState } from './passwordState.js';
import { type UserRow, userColumns } from './presentUser.js';

/**
 * How many desktops each of the users has, themselves and not through a group, that are not gone, those being created or deleted included. Users without any
 * are left out. To decide about a user by it, lock the user first (lockUsers).
 */
export async function countDesktopsOf(
  database: Database,
  users: readonly UserOfProject[],
): Promise<Map<DesktopUserId, number>> {
  return countIn(database, users, 'desktop_assignments');
}

/** As {@link countDesktopsOf}, with the desktops of the users' groups, each once: what they can open. */
export async function countOpenableDesktopsOf(
  database: Database,
  users: readonly UserOfProject[],
): Promise<Map<DesktopUserId, number>> {
  return countIn(database, users, 'desktop_access');
}

/** The list of ids besides is pushed into the view: PostgreSQL would put together who can open what of the whole fleet. */
async function countIn(
  database: Database,
  users: readonly UserOfProject[],
  relation: 'desktop_assignments' | 'desktop_access',
): Promise<Map<DesktopUserId, number>> {
  if (users.length === 0) return new Map();
  const { rows } = await sql<{ id: DesktopUserId; count: number }>`
    select a.user_id as id, count(*)::int as count
    from ${sql.table(relation)} a
    join unnest(${users.map(({ projectId }) => projectId)}::text[], ${users.map(({ id }) => id)}::text[])
      as u (project_id, id) on u.project_id = a.project_id and u.id = a.user_id
    join desktops d on d.id = a.desktop_id and d.gone_at is null
    where a.user_id = any(${users.map(({ id }) => id)}::text[])
    group by a.user_id`.execute(database);
  return new Map(rows.map((row) => [row.id, row.count]));
}

/** The names of a user's desktops that are not gone, those being created or deleted included. */
export async function readDesktopNamesOf(
  database: Database,
  projectId: ProjectId,
  userId: DesktopUserId,
): Promise<string[]> {
  const rows = await database
    .selectFrom('desktop_assignments as a')
    .innerJoin('desktops as d', 'd.id', 'a.desktop_id')
    .select('d.computer_name')
    .where('a.project_id', '=', projectId)
    .where('a.user_id', '=', userId)
    .where('d.gone_at', 'is', null)
    .orderBy('d.computer_name')
    .execute();
  return rows.map((row) => row.computer_name);
}

/** The users of the project with these ids, by id; missing and foreign ones are left out. */
export async function readUsers(
  database: Database,
  projectId: ProjectId,
  userIds: readonly DesktopUserId[],
): Promise<Map<DesktopUserId, UserRow>> {
  const rows = await database
    .selectFrom('desktop_users')
    .select([...userColumns, passwordState.as('password_state'), groupNames.as('group_names')])
    .where('project_id', '=', projectId)
    .where(sql<boolean>`id = any(${[...userIds]}::text[])`)
    .execute();
  const desktops = await countDesktopsOf(
    database,
    userIds.map((id) => ({ projectId, id })),
  );
  return new Map(rows.map((row) => [row.id, { ...row, total_desktops: desktops.get(row.id) ?? 0 }]));
}
