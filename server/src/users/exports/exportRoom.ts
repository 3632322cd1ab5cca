import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { formatMillisecondTime } from '../../http/apiTimes.js';
import type { IamUserId, ProjectId } from '../../ids.js';
import { tasksOfMaker, tasksOfProject } from './exportLimits.js';

/**
 * Sees to it that one more export can be made. Of two calls the second counts the first one's. Those that have expired count no more.
 * @throws {ApiError} DPL.4091 with the limit, and when there is room again
 */
export async function requireRoom(
  transaction: Transaction,
  projectId: ProjectId,
  maker: IamUserId,
  now: Date,
): Promise<void> {
  await transaction
    .selectFrom('projects')
    .select('id')
    .where('id', '=', projectId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  const live = await transaction
    .selectFrom('export_tasks')
    .select(['made_by', 'expires_at'])
    .where('project_id', '=', projectId)
    .where('expires_at', '>', now)
    .orderBy(sql`expires_at`)
    .execute();
  const own = live.filter((task) => task.made_by === maker);
  const [ownEnd] = own;
  const [end] = live;
  if (ownEnd !== undefined && own.length >= tasksOfMaker)
    throw full('export_tasks of one caller', '每个调用者的export_tasks', tasksOfMaker, ownEnd.expires_at);
  if (end !== undefined && live.length >= tasksOfProject)
    throw full('export_tasks of the project', '项目的export_tasks', tasksOfProject, end.expires_at);
}

function full(en: string, zh: string, limit: number, end: Date): ApiError {
  const time = formatMillisecondTime(end);
  return new ApiError('DPL.4091', [
    {
      en: `${en}: ${limit} + 1 > ${limit}; delete one (DeleteExportTasks), or wait until ${time}, when the oldest expires`,
      zh: `${zh}：${limit} + 1 > ${limit}；请删除部分任务（DeleteExportTasks），或等到${time}最早的任务过期`,
    },
  ]);
}
