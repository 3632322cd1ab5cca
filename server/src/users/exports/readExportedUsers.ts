import { sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import type { DesktopUserId, ExportTaskId, ProjectId } from '../../ids.js';
import { groupNames } from '../groups/groupNames.js';
import { passwordState } from '../passwordState.js';
import { userColumns } from '../presentUser.js';
import { countDesktopsOf } from '../queries.js';
import { taskWords } from './exportTasks.js';
import type { ExportedUser } from './writeUserFile.js';

/**
 * Who is in an export, as they are now, by name. Who was deleted since is in it no more.
 * @param visible no others are shown; undefined: all are
 */
export async function readExportedUsers(
  database: Database,
  projectId: ProjectId,
  taskId: ExportTaskId,
  visible: readonly DesktopUserId[] | undefined,
): Promise<readonly ExportedUser[]> {
  let query = database
    .selectFrom('desktop_users')
    .select([...userColumns, passwordState.as('password_state'), groupNames.as('group_names')])
    .where('project_id', '=', projectId)
    .where(
      sql<boolean>`exists (select from export_task_users e where e.task_id = ${taskId}
        and e.project_id = desktop_users.project_id and e.user_id = desktop_users.id)`,
    );
  if (visible !== undefined) query = query.where(sql<boolean>`id = any(${[...visible]}::text[])`);
  const rows = await query.orderBy(sql`lower(user_name)`).execute();
  const desktops = await countDesktopsOf(
    database,
    rows.map(({ id }) => ({ projectId, id })),
  );
  return rows.map((row) => ({ ...row, total_desktops: desktops.get(row.id) ?? 0 }));
}

/**
 * Notes that the file of an export was downloaded; the first time counts.
 * @throws {ApiError} DPL.0404 when it has gone meanwhile: its users went with it, so that a file would say that there are none
 */
export async function noteDownload(
  database: Database,
  projectId: ProjectId,
  taskId: ExportTaskId,
  now: Date,
): Promise<void> {
  const { numUpdatedRows } = await database
    .updateTable('export_tasks')
    .set((task) => ({ downloaded_at: sql<Date>`coalesce(${task.ref('downloaded_at')}, ${now})` }))
    .where('project_id', '=', projectId)
    .where('id', '=', taskId)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new ApiError('DPL.0404', [taskWords]);
}
