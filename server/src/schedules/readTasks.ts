import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { ListScope } from '../access/limitList.js';
import type { Database } from '../database/connect.js';
import type { Snapshot } from '../database/oneSnapshot.js';
import type { Schema } from '../database/schema.js';
import { requireFound } from '../errors/requireFound.js';
import type { ProjectId, TaskId, TaskRecordId } from '../ids.js';
import { formatWallTime } from './calendar/zonedTime.js';
import { taskWords } from './changeTasks.js';
import type { ListTasksQuery } from './scheduleSchemas.js';

/**
 * How a time that came went, of a record `r`: RUNNING while a desktop is still being switched, FAIL if one failed, SKIP if nothing was
 * done, and else SUCCESS.
 */
const statusOfRecord: RawBuilder<string> = sql<string>`(
  select case
    when bool_or(s.status = 'RUNNING') then 'RUNNING'
    when bool_or(s.status = 'FAIL') then 'FAIL'
    when bool_or(s.status = 'SUCCESS') then 'SUCCESS'
    else 'SKIP' end
  from scheduled_task_results s where s.record_id = r.id)`;

/** A page of the project's tasks that the caller may see, by name. @param filter `task_name` is looked for in the names, in any case */
export async function listTasks(
  database: Snapshot,
  projectId: ProjectId,
  filter: ListTasksQuery,
  scope: ListScope,
) {
  const lastStatus = sql<string | null>`(
    select ${statusOfRecord} from scheduled_task_records r where r.task_id = t.id order by r.planned_at desc limit 1)`;
  let query = database.selectFrom('scheduled_tasks as t').where('t.project_id', '=', projectId);
  const { task_name: name = '', task_type: type = '', scheduled_type: when = '' } = filter;
  // No task here is triggered by an event.
  if ((filter.life_cycle_type ?? '') !== '') query = query.where(sql<boolean>`false`);
  if (name !== '') query = query.where(sql<boolean>`position(lower(${name}) in lower(t.name)) > 0`);
  if (type !== '') query = query.where(sql<boolean>`t.task_type = ${type}`);
  if (when !== '') query = query.where(sql<boolean>`t.scheduled_type = ${when}`);
  const last = filter.last_status ?? '';
  if (last !== '') query = query.where(sql<boolean>`${lastStatus} = ${last}`);
  if (scope.kind === 'some') {
    const ids = await query.select('t.id').execute();
    const shown = ids.filter(({ id }) => scope.shows({ id, tags: new Map(), enterpriseProjectId: '' }));
    query = query.where(sql<boolean>`t.id = any(${shown.map(({ id }) => id)}::uuid[])`);
  }
  const { count } = await query.select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow();
  const rows = await query
    .selectAll('t')
    .select(lastStatus.as('last_status'))
    .orderBy(sql`lower(t.name)`)
    .orderBy('t.id')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute();
  return {
    total_count: count,
    scheduled_tasks: rows.map((row) => ({
      id: row.id,
      task_name: row.name,
      task_type: row.task_type,
      scheduled_type: row.scheduled_type,
      description: row.description,
      enable: row.enabled,
      last_status: row.last_status,
      next_execution_time: timeIn(row.time_zone, row.next_run_at),
      time_zone: row.time_zone,
      ...daysOf(row),
    })),
  };
}

/** What says on which days a task is due, at what time and until when. */
const daysOf = (
  row: Pick<
    Selectable<Schema['scheduled_tasks']>,
    | 'scheduled_date'
    | 'scheduled_time'
    | 'day_interval'
    | 'week_list'
    | 'month_list'
    | 'date_list'
    | 'expire_time'
  >,
) => ({
  scheduled_date: row.scheduled_date,
  scheduled_time: row.scheduled_time,
  day_interval: row.day_interval,
  week_list: row.week_list,
  month_list: row.month_list,
  date_list: row.date_list,
  expire_time: row.expire_time,
});

/** One task with the desktops that it is for and that are there. @throws {ApiError} DPL.0404 */
export async function showTask(database: Database, projectId: ProjectId, taskId: TaskId) {
  const row = await findTask(database, projectId, taskId);
  const desktops = await database
    .selectFrom('scheduled_task_desktops as o')
    .innerJoin('desktops as d', (join) =>
      join.onRef('d.id', '=', 'o.desktop_id').onRef('d.project_id', '=', 'o.project_id'),
    )
    .select(['d.id', 'd.computer_name'])
    .where('o.project_id', '=', projectId)
    .where('o.task_id', '=', taskId)
    .where('d.gone_at', 'is', null)
    .orderBy('o.place')
    .execute();
  return {
    id: row.id,
    task_name: row.name,
    task_type: row.task_type,
    description: row.description,
    enable: row.enabled,
    force_execute: row.forced,
    scheduled_type: row.scheduled_type,
    ...daysOf(row),
    time_zone: row.time_zone,
    next_execution_time: timeIn(row.time_zone, row.next_run_at),
    apply_objects: desktops.map(({ id, computer_name: name }) => ({
      object_id: id,
      object_type: 'DESKTOP',
      object_name: name,
    })),
  };
}

/** A page of the times that came for a task, the latest first. @throws {ApiError} DPL.0404 */
export async function listRecords(
  database: Snapshot,
  projectId: ProjectId,
  taskId: TaskId,
  page: { readonly limit: number; readonly offset: number },
) {
  await findTask(database, projectId, taskId);
  const query = database
    .selectFrom('scheduled_task_records as r')
    .where('r.project_id', '=', projectId)
    .where('r.task_id', '=', taskId);
  const { count } = await query.select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow();
  const numberOf = (status: string): RawBuilder<number> => sql<number>`(
    select count(*)::int from scheduled_task_results s where s.record_id = r.id and s.status = ${status})`;
  const rows = await query
    .selectAll('r')
    .select([
      statusOfRecord.as('status'),
      numberOf('SUCCESS').as('success'),
      numberOf('FAIL').as('failed'),
      numberOf('SKIP').as('skipped'),
    ])
    .orderBy('r.planned_at', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return {
    total_count: count,
    tasks_records: rows.map((row) => ({
      id: row.id,
      task_type: row.task_type,
      scheduled_type: row.scheduled_type,
      start_time: formatWallTime(row.time_zone, row.started_at),
      time_zone: row.time_zone,
      status: row.status,
      success_num: row.success,
      failed_num: row.failed,
      skip_num: row.skipped,
      // Of tasks that run scripts only.
      execute_task_id: null,
    })),
  };
}

/** What a page of the desktops of a record came to, in the order of the task. @throws {ApiError} DPL.0404 */
export async function listRecordDetails(
  database: Snapshot,
  projectId: ProjectId,
  { taskId, recordId }: { readonly taskId: TaskId; readonly recordId: TaskRecordId },
  page: { readonly limit: number; readonly offset: number },
) {
  await findTask(database, projectId, taskId);
  const record = requireFound(
    await database
      .selectFrom('scheduled_task_records')
      .selectAll()
      .where('project_id', '=', projectId)
      .where('task_id', '=', taskId)
      .where('id', '=', recordId)
      .executeTakeFirst(),
    { en: 'record of the scheduled task', zh: '定时任务执行记录' },
  );
  const query = database
    .selectFrom('scheduled_task_results as s')
    .where('s.project_id', '=', projectId)
    .where('s.record_id', '=', recordId);
  const { count } = await query.select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow();
  const rows = await query
    .leftJoin('desktops as d', (join) =>
      join.onRef('d.id', '=', 's.desktop_id').onRef('d.project_id', '=', 's.project_id'),
    )
    .selectAll('s')
    .select('d.computer_name')
    .orderBy('s.place')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return {
    total_count: count,
    tasks_records_details: rows.map((row) => ({
      id: row.id,
      record_id: row.record_id,
      desktop_id: row.desktop_id,
      desktop_name: row.computer_name ?? '',
      exec_status: row.status,
      result_code: row.result_code,
      fail_reason: row.fail_reason,
      start_time: formatWallTime(record.time_zone, row.started_at),
      end_time: timeIn(record.time_zone, row.ended_at),
      time_zone: record.time_zone,
    })),
  };
}

async function findTask(database: Database, projectId: ProjectId, taskId: TaskId) {
  return requireFound(
    await database
      .selectFrom('scheduled_tasks')
      .selectAll()
      .where('project_id', '=', projectId)
      .where('id', '=', taskId)
      .executeTakeFirst(),
    taskWords,
  );
}

const timeIn = (zone: string, at: Date | null): string | null => at && formatWallTime(zone, at);
