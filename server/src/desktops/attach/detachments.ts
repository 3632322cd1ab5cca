import type { Database } from '../../database/connect.js';
import { formatMillisecondTime } from '../../http/apiTimes.js';
import type { DesktopId, ProjectId } from '../../ids.js';

/** When each user and group was last taken off a desktop, the latest first. What was deleted since is not named any more. */
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
  const groups = await database
    .selectFrom('desktop_group_detachments as t')
    .innerJoin('user_groups as g', (join) =>
      join.onRef('g.id', '=', 't.group_id').onRef('g.project_id', '=', 't.project_id'),
    )
    .select(['g.id', 'g.name as user_name', 't.user_group', 't.detached_at'])
    .where('t.project_id', '=', projectId)
    .where('t.desktop_id', '=', desktop.id)
    .orderBy('g.id')
    .execute();
  const all = [
    ...rows.map((row) => ({ ...row, type: 'USER' })),
    ...groups.map((row) => ({ ...row, type: 'GROUP' })),
  ].toSorted((one, other) => other.detached_at.getTime() - one.detached_at.getTime());
  return all.map((row) => ({
    desktop_id: desktop.id,
    desktop_name: desktop.computerName,
    user_id: row.id,
    user_name: row.user_name,
    user_group: row.user_group,
    detach_time: formatMillisecondTime(row.detached_at),
    type: row.type,
  }));
}
