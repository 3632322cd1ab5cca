import type { Database } from '../../database/connect.js';
import { formatMillisecondTime } from '../../http/apiTimes.js';
import type { DesktopId, ProjectId } from '../../ids.js';

/** When each user was last taken off a desktop, the latest first. A user who was deleted since is not named any more. */
export async function listDetachments(
  database: Database,
  projectId: ProjectId,
  desktop: { readonly id: DesktopId; readonly computerName: string },
) {
  const rows = await database
    .selectFrom('desktop_detachments as t')
    .innerJoin('desktop_users as u', (join) =>
      join.onRef('u.id', '=', 't.user_id').onRef('u.project_id', '=', 't.project_id'),
    )
    .select(['u.id', 'u.user_name', 't.user_group', 't.detached_at'])
    .where('t.project_id', '=', projectId)
    .where('t.desktop_id', '=', desktop.id)
    .orderBy('t.detached_at', 'desc')
    .orderBy('u.id')
    .execute();
  return rows.map((row) => ({
    desktop_id: desktop.id,
    desktop_name: desktop.computerName,
    user_id: row.id,
    user_name: row.user_name,
    user_group: row.user_group,
    detach_time: formatMillisecondTime(row.detached_at),
    type: 'USER',
  }));
}
