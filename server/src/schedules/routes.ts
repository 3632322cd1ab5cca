import type { FastifyRequest } from 'fastify';
import { authorize } from '../access/authorize.js';
import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import { inOneSnapshot } from '../database/oneSnapshot.js';
import { accessOf } from '../desktops/access/desktopAccess.js';
import { workspace } from '../http/declare.js';
import { callerOf, listScopeOf, projectOf } from '../http/request.js';
import { NoContent } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import type { TaskId } from '../ids.js';
import { nextOccurrences } from './calendar/occurrences.js';
import { formatWallTime } from './calendar/zonedTime.js';
import { createTask, deleteTasks, type TaskMaker, updateTask } from './changeTasks.js';
import { readScheduleWords, scheduleOf } from './readSchedule.js';
import { listRecordDetails, listRecords, listTasks, showTask } from './readTasks.js';
import { refuseDeniedDesktops, resolveObjects } from './resolveObjects.js';
import {
  BatchDeleteTasksBody,
  CreateTaskBody,
  createTaskNotOffered,
  FutureExecutions,
  ListRecordDetailsQuery,
  ListRecordsQuery,
  ListTasksQuery,
  RecordDetails,
  RecordList,
  RecordPath,
  ScheduleBody,
  scheduleNotOffered,
  TaskAnswer,
  TaskDetail,
  TaskList,
  TaskPath,
  UpdateTaskBody,
  updateTaskNotOffered,
} from './scheduleSchemas.js';
import { scheduleTime } from './scheduleTime.js';

/** How many times to come are answered at most. */
const maxFuture = 10;

/** What is done to desktops at set times (docs/reference/schedules.md). */
export function addScheduleRoutes(
  app: Server,
  parts: { readonly database: Database; readonly ambient: Ambient },
): void {
  const { database, ambient } = parts;

  app.get(
    '/v2/:project_id/scheduled-tasks',
    workspace('ListScheduledTasks', 'Scheduled tasks', { query: ListTasksQuery, answers: { 200: TaskList } }),
    async (request) =>
      inOneSnapshot(database, (snapshot) =>
        listTasks(snapshot, projectOf(request), request.query, listScopeOf(request)),
      ),
  );

  app.post(
    '/v2/:project_id/scheduled-tasks',
    workspace('CreateScheduledTasks', 'Create a scheduled task: desktops are switched at set times', {
      description:
        'A time is carried out once, at most 15 minutes late. Where a clock is set forward past it, it is as much later; where a clock shows it twice, it is the first.',
      body: CreateTaskBody,
      notOffered: createTaskNotOffered,
      answers: { 200: TaskAnswer },
    }),
    async (request) => {
      const { body } = request;
      authorizeTask(request, '*');
      const desktopIds = await resolveObjects(database, accessOf(request), body.apply_objects ?? []);
      return { task_id: await createTask(parts, makerOf(request), body, desktopIds) };
    },
  );

  app.post(
    '/v2/:project_id/scheduled-tasks/batch-delete',
    workspace('BatchDeleteScheduledTasks', 'Delete scheduled tasks: all of them, or none if one is missing', {
      body: BatchDeleteTasksBody,
      answers: { 200: NoContent },
    }),
    async (request, reply) => {
      const { task_ids: ids } = request.body;
      for (const id of ids) authorizeTask(request, id);
      await deleteTasks(database, projectOf(request), ids);
      return reply.code(200).send(null);
    },
  );

  app.post(
    '/v2/:project_id/scheduled-tasks/future-executions',
    workspace('ListFutureExecutions', 'The next times of a schedule, before a task has it', {
      description: 'At most 10, as a clock in the time zone shows them.',
      body: ScheduleBody,
      notOffered: scheduleNotOffered,
      answers: { 200: FutureExecutions },
    }),
    async (request) => {
      const words = readScheduleWords(request.body);
      const now = scheduleTime(ambient);
      const today = formatWallTime(words.time_zone, now).slice(0, 10);
      const times = nextOccurrences(scheduleOf(words, today), now, maxFuture);
      return { future_executions: times.map((at) => formatWallTime(words.time_zone, at)) };
    },
  );

  app.get(
    '/v2/:project_id/scheduled-tasks/:task_id',
    workspace('ShowScheduledTasks', 'A scheduled task', { path: TaskPath, answers: { 200: TaskDetail } }),
    async (request) => {
      const { task_id: id } = request.params;
      authorizeTask(request, id);
      return showTask(database, projectOf(request), id);
    },
  );

  app.put(
    '/v2/:project_id/scheduled-tasks/:task_id',
    workspace('UpdateScheduledTasks', 'Change, enable or disable a scheduled task', {
      description: 'What is left out stays. Other times count from now on.',
      path: TaskPath,
      body: UpdateTaskBody,
      notOffered: updateTaskNotOffered,
      answers: { 200: NoContent },
    }),
    async (request, reply) => {
      const { task_id: id } = request.params;
      const { body } = request;
      authorizeTask(request, id);
      const access = accessOf(request);
      const desktopIds = body.apply_objects && (await resolveObjects(database, access, body.apply_objects));
      await updateTask(parts, makerOf(request), id, body, desktopIds, (transaction, ids) =>
        refuseDeniedDesktops(transaction, access, ids),
      );
      return reply.code(200).send(null);
    },
  );

  app.delete(
    '/v2/:project_id/scheduled-tasks/:task_id',
    workspace('DeleteScheduledTasks', 'Delete a scheduled task with its records', {
      path: TaskPath,
      answers: { 200: NoContent },
    }),
    async (request, reply) => {
      const { task_id: id } = request.params;
      authorizeTask(request, id);
      await deleteTasks(database, projectOf(request), [id]);
      return reply.code(200).send(null);
    },
  );

  app.get(
    '/v2/:project_id/scheduled-tasks/:task_id/records',
    workspace('ListScheduledTasksRecords', 'What came of a scheduled task, the latest first', {
      path: TaskPath,
      query: ListRecordsQuery,
      answers: { 200: RecordList },
    }),
    async (request) => {
      const { task_id: id } = request.params;
      authorizeTask(request, id);
      return inOneSnapshot(database, (snapshot) =>
        listRecords(snapshot, projectOf(request), id, request.query),
      );
    },
  );

  app.get(
    '/v2/:project_id/scheduled-tasks/:task_id/records/:record_id',
    workspace('ListScheduledTasksRecordsDetails', 'What came of a scheduled task once, desktop by desktop', {
      path: RecordPath,
      query: ListRecordDetailsQuery,
      answers: { 200: RecordDetails },
    }),
    async (request) => {
      const { task_id: taskId, record_id: recordId } = request.params;
      authorizeTask(request, taskId);
      return inOneSnapshot(database, (snapshot) =>
        listRecordDetails(snapshot, projectOf(request), { taskId, recordId }, request.query),
      );
    },
  );
}

/** Asks whether the caller may do what the call does to a task; `*`: to one that is to be made. @throws {ApiError} DPL.0403 */
function authorizeTask(request: FastifyRequest, id: TaskId | '*'): void {
  authorize(callerOf(request), {
    projectId: projectOf(request),
    resource: { type: 'scheduledTask', id, tags: new Map(), enterpriseProjectId: '' },
  });
}

function makerOf(request: FastifyRequest): TaskMaker {
  return { projectId: projectOf(request), userId: callerOf(request).userId, language: request.language };
}
