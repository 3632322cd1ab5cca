import { sql } from 'kysely';
import type { Database } from '../database/connect.js';
import type { DesktopUserId, ProjectId } from '../ids.js';
import { type UserRow, userColumns } from './presentUser.js';

/**
 * How many desktops each of the users has that are not gone, those being created or deleted included. Users without any
 * are left out. To decide about a user by it, lock the user first (lockUsers).
 */
export async function countDesktopsOf(
  database: Database,
  projectId: ProjectId,
  userIds: readonly DesktopUserId[],
): Promise<Map<DesktopUserId, number>> {
  if (userIds.length === 0) return new Map();
  const rows = await database
    .selectFrom('desktop_assignments')
    .innerJoin('desktops', 'desktops.id', 'desktop_assignments.desktop_id')
    .select(['desktop_assignments.user_id', sql<number>`count(*)::int`.as('count')])
    .where('desktop_assignments.project_id', '=', projectId)
    .where(sql<boolean>`desktop_assignments.user_id = any(${[...userIds]}::text[])`)
    .where('desktops.gone_at', 'is', null)
    .groupBy('desktop_assignments.user_id')
    .execute();
  return new Map(rows.map((row) => [row.user_id, row.count]));
}

/** The users of the project with these ids, by id; missing and foreign ones are left out. */
export async function readUsers(
  database: Database,
  projectId: ProjectId,
  userIds: readonly DesktopUserId[],
): Promise<Map<DesktopUserId, UserRow>> {
  const rows = await database
    .selectFrom('desktop_users')
    .select(userColumns)
    .where('project_id', '=', projectId)
    .where(sql<boolean>`id = any(${[...userIds]}::text[])`)
    .execute();
  const desktops = await countDesktopsOf(database, projectId, userIds);
  return new Map(rows.map((row) => [row.id, { ...row, total_desktops: desktops.get(row.id) ?? 0 }]));
}
