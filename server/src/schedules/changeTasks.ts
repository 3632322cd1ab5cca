import { sql } from 'kysely';
import type { Ambient } from '../ambient.js';
import { noteMade } from '../auditEvents/openAuditEvent.js';
import type { Database, Transaction } from '../database/connect.js';
import { retryOnConflict } from '../database/retryOnConflict.js';
import { ApiError, type ErrorArgument, type Language } from '../errors/errors.js';
import { requireFound } from '../errors/requireFound.js';
import { asId, type DesktopId, type IamUserId, type ProjectId, type TaskId } from '../ids.js';
import { holdWorkspace } from '../workspace/findWorkspace.js';
import { formatWallTime } from './calendar/zonedTime.js';
import { readScheduleWords, requireNext, scheduleOf } from './readSchedule.js';
import type { CreateTaskBody, ScheduleBody, UpdateTaskBody } from './scheduleSchemas.js';
import { scheduleTime } from './scheduleTime.js';
import { tasksOfProject } from './taskFields.js';

export const taskWords = { en: 'scheduled task', zh: '定时任务' } as const satisfies ErrorArgument;

export interface TaskParts {
  readonly database: Database;
  readonly ambient: Ambient;
}

/** Who makes or changes a task. */
export interface TaskMaker {
  readonly projectId: ProjectId;
  readonly userId: IamUserId;
  readonly language: Language;
}

/**
 * Makes a task, whose first time comes after now.
 * @param desktopIds there, each once
 * @throws {ApiError} WKS.0001 for times that do not go together or never come; DPL.0501 for what cannot be done at a set time;
 * WKS.00010099 when the service is not open, DPL.0409 while it is locked; DPL.4091 when there are too many
 */
export async function createTask(
  { database, ambient }: TaskParts,
  { projectId, userId, language }: TaskMaker,
  body: CreateTaskBody,
  desktopIds: readonly DesktopId[],
): Promise<TaskId> {
  const now = scheduleTime(ambient);
  const words = readScheduleWords(body);
  const countedFrom = formatWallTime(words.time_zone, now).slice(0, 10);
  const next = requireNext(scheduleOf(words, countedFrom), now);
  return retryOnConflict(() =>
    database.transaction().execute(async (transaction) => {
      await holdWorkspace(transaction, projectId);
      await requireRoom(transaction, projectId);
      const id = noteMade(asId<TaskId>(ambient.uuid()));
      await transaction
        .insertInto('scheduled_tasks')
        .values({
          ...words,
          id,
          project_id: projectId,
          name: body.task_name,
          task_type: body.task_type,
          description: body.description ?? '',
          forced: body.force_execute ?? false,
          language,
          set_by: userId,
          counted_from: countedFrom,
          created_at: now,
          next_run_at: next,
        })
        .execute();
      await setDesktops(transaction, projectId, id, desktopIds);
      return id;
    }),
  );
}

/**
 * Changes what is named and leaves the rest. Other times count from now on; a task that is enabled again begins anew.
 * @param desktopIds instead of those that it is for; undefined: they stay
 * @param allow asked, once nobody else changes the task any more, whether the caller may change what becomes of the desktops that it is for
 * @throws {ApiError} as {@link createTask}; DPL.0404 when there is no such task
 */
export async function updateTask(
  { database, ambient }: TaskParts,
  { projectId, userId, language }: TaskMaker,
  taskId: TaskId,
  body: UpdateTaskBody,
  desktopIds: readonly DesktopId[] | undefined,
  allow: (transaction: Transaction, ids: readonly DesktopId[]) => Promise<unknown>,
): Promise<void> {
  const now = scheduleTime(ambient);
  await retryOnConflict(() =>
    database.transaction().execute(async (transaction) => {
      // Whoever carries it out holds it, too: a run is by the old words or by the new ones.
      const task = requireFound(
        await transaction
          .selectFrom('scheduled_tasks')
          .selectAll()
          .where('project_id', '=', projectId)
          .where('id', '=', taskId)
          .forUpdate()
          .executeTakeFirst(),
        taskWords,
      );
      const known = await transaction
        .selectFrom('scheduled_task_desktops')
        .select('desktop_id')
        .where('project_id', '=', projectId)
        .where('task_id', '=', taskId)
        .execute();
      await allow(
        transaction,
        known.map((row) => row.desktop_id),
      );
      const words = readScheduleWords(body, task);
      const isMoved = timeFields.some((field) => body[field] !== undefined);
      const enabled = body.enable ?? task.enabled;
      const countedFrom = isMoved ? formatWallTime(words.time_zone, now).slice(0, 10) : task.counted_from;
      const isNew = isMoved || (enabled && !task.enabled);
      const next = isNew ? requireNext(scheduleOf(words, countedFrom), now) : task.next_run_at;
      await transaction
        .updateTable('scheduled_tasks')
        .set({
          ...words,
          name: body.task_name ?? task.name,
          description: body.description ?? task.description,
          forced: body.force_execute ?? task.forced,
          enabled,
          language,
          set_by: userId,
          counted_from: countedFrom,
          next_run_at: enabled ? next : null,
        })
        .where('project_id', '=', projectId)
        .where('id', '=', taskId)
        .execute();
      if (desktopIds === undefined) return;
      await transaction
        .deleteFrom('scheduled_task_desktops')
        .where('project_id', '=', projectId)
        .where('task_id', '=', taskId)
        .execute();
      await setDesktops(transaction, projectId, taskId, desktopIds);
    }),
  );
}

/** Deletes tasks with their records, all of them or, if one is not there, none. @throws {ApiError} DPL.0404 */
export async function deleteTasks(
  database: Database,
  projectId: ProjectId,
  taskIds: readonly TaskId[],
): Promise<void> {
  const ids = [...new Set(taskIds)];
  await database.transaction().execute(async (transaction) => {
    const held = await transaction
      .selectFrom('scheduled_tasks')
      .select('id')
      .where('project_id', '=', projectId)
      .where(sql<boolean>`id = any(${ids}::uuid[])`)
      .orderBy('id')
      .forUpdate()
      .execute();
    if (held.length < ids.length) throw new ApiError('DPL.0404', [taskWords]);
    await transaction
      .deleteFrom('scheduled_tasks')
      .where('project_id', '=', projectId)
      .where(sql<boolean>`id = any(${ids}::uuid[])`)
      .execute();
  });
}

const timeFields = [
  'scheduled_type',
  'scheduled_date',
  'scheduled_time',
  'day_interval',
  'week_list',
  'month_list',
  'date_list',
  'expire_time',
  'time_zone',
] as const satisfies readonly (keyof ScheduleBody)[];

async function setDesktops(
  transaction: Transaction,
  projectId: ProjectId,
  taskId: TaskId,
  desktopIds: readonly DesktopId[],
): Promise<void> {
  await transaction
    .insertInto('scheduled_task_desktops')
    .values(
      desktopIds.map((desktopId, place) => ({
        task_id: taskId,
        desktop_id: desktopId,
        project_id: projectId,
        place,
      })),
    )
    .execute();
}

/** To be asked behind `holdWorkspace`: of two calls the second counts the first one's task. */
async function requireRoom(transaction: Transaction, projectId: ProjectId): Promise<void> {
  const { count } = await transaction
    .selectFrom('scheduled_tasks')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow();
  if (count >= tasksOfProject)
    throw new ApiError('DPL.4091', [`scheduled_tasks: ${count} + 1 > ${tasksOfProject}`]);
}
