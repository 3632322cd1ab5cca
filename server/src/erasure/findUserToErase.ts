import { sql } from 'kysely';
import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import type { DesktopUserId, ProjectId } from '../ids.js';

/**
 * The desktop user of that name, deleted or not, regardless of case: wherever the name is still on record.
 * @throws {ApiError} WKS.00170312 when nothing is on record under the name; DPL.4092 when several were called so
 */
export async function findUserToErase(
  database: Database,
  projectId: ProjectId,
  name: string,
): Promise<DesktopUserId> {
  const { rows } = await sql<{ id: DesktopUserId }>`
    select id from desktop_users where project_id = ${projectId} and lower(user_name) = lower(${name})
    union
    select u.user_id from deletion_users u join deletions x using (desktop_id)
      where x.project_id = ${projectId} and lower(u.user_name) = lower(${name})
    union
    select user_id from sub_jobs
      where project_id = ${projectId} and lower(user_name) = lower(${name}) and user_id is not null
    order by id limit 20`.execute(database);
  const [first, second] = rows;
  if (first === undefined) throw new ApiError('WKS.00170312');
  if (second !== undefined) {
    const ids = rows.map((row) => row.id).join(', ');
    throw new ApiError('DPL.4092', [
      name,
      {
        en: `several users had this name; give one of these IDs: ${ids}`,
        zh: `有多个用户使用过该名称，请指定ID：${ids}`,
      },
    ]);
  }
  return first.id;
}
