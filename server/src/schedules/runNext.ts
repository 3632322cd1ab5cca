import { CompiledQuery, type Selectable, sql } from 'kysely';
import type { Ambient } from '../ambient.js';
import { type StatementRunner, writeAuditEvent } from '../audit/events/writeAuditEvent.js';
import type { Database, Transaction } from '../database/connect.js';
import { retryOnConflict } from '../database/retryOnConflict.js';
import type { Schema } from '../database/schema.js';
import { type PowerOperation, powerDesktopsIn, powerSwitches } from '../desktops/power/powerDesktops.js';
import { describeError } from '../errors/errors.js';
import { asId, type DesktopId, type TaskId, type TaskRecordId } from '../ids.js';
import { nextOccurrence } from './calendar/occurrences.js';
import { readStart, waitsForEarlier } from './movedOver.js';
import { scheduleOf } from './readSchedule.js';
import { scheduleTime } from './scheduleTime.js';
import { mostLateMinutes, recordsOfTask } from './taskFields.js';

type Task = Selectable<Schema['scheduled_tasks']>;
type Result = Pick<
  Selectable<Schema['scheduled_task_results']>,
  'status' | 'job_id' | 'result_code' | 'fail_reason'
>;

/** What a look did: carried out a time of a task, or failed to. */
export interface Run {
  readonly taskId: TaskId;
  readonly error?: unknown;
}

const operations = {
  START: 'os-start',
  STOP: 'os-stop',
  REBOOT: 'reboot',
  HIBERNATE: 'os-hibernate',
} as const satisfies Record<Task['task_type'], PowerOperation>;

/**
 * Carries out the time of a task that has been due the longest, in one transaction: whoever holds the task's row has it, and leaves
 * the task with its next time.
 * @param but tasks that are left out
 * @returns undefined when none is due that nobody else has
 */
export async function runNext(
  parts: { readonly database: Database; readonly ambient: Ambient },
  but: readonly TaskId[],
): Promise<Run | undefined> {
  const { database, ambient } = parts;
  const now = scheduleTime(ambient);
  let taskId: TaskId | undefined;
  try {
    return await retryOnConflict(() =>
      database.transaction().execute(async (transaction) => {
        const task = await transaction
          .selectFrom('scheduled_tasks as t')
          .selectAll('t')
          .where('t.next_run_at', '<=', now)
          .where(sql<boolean>`t.id <> all(${[...but]}::uuid[])`)
          .where(sql<boolean>`not ${waitsForEarlier(but)}`)
          .orderBy('t.next_run_at')
          .orderBy('t.id')
          .limit(1)
          .forUpdate()
          .skipLocked()
          .executeTakeFirst();
        const planned = task?.next_run_at ?? undefined;
        if (task === undefined || planned === undefined) return undefined;
        // Who held the row a moment ago may have begun something: that is seen only now.
        if (await mustWait(transaction, task.id, but)) return undefined;
        taskId = task.id;
        await carryOut(transaction, ambient, { task, planned, now });
        return { taskId: task.id };
      }),
    );
  } catch (error) {
    // Without a task nothing was found out: the loop looks again.
    if (taskId === undefined) throw error;
    return { taskId, error };
  }
}

async function mustWait(transaction: Transaction, taskId: TaskId, but: readonly TaskId[]): Promise<boolean> {
  const { waits } = await transaction
    .selectFrom('scheduled_tasks as t')
    .select(waitsForEarlier(but).as('waits'))
    .where('t.id', '=', taskId)
    .executeTakeFirstOrThrow();
  return waits;
}

interface Due {
  readonly task: Task;
  readonly planned: Date;
  readonly now: Date;
}

async function carryOut(transaction: Transaction, ambient: Ambient, due: Due): Promise<void> {
  const { task, planned } = due;
  const { project_id: projectId } = task;
  const recordId = asId<TaskRecordId>(ambient.uuid());
  const { startedAt, lateMs } = await readStart(transaction, due);
  await transaction
    .insertInto('scheduled_task_records')
    .values({
      id: recordId,
      task_id: task.id,
      project_id: projectId,
      planned_at: planned,
      started_at: startedAt,
      task_type: task.task_type,
      scheduled_type: task.scheduled_type,
      time_zone: task.time_zone,
    })
    .execute();
  const desktopIds = await readDesktops(transaction, task);
  const account = await readAccount(transaction, task);
  const refusal = whyNot(due.task, lateMs, account.enabled);
  const results =
    refusal === undefined
      ? await switchDesktops(transaction, ambient, task, desktopIds)
      : new Map(desktopIds.map((id) => [id, skipped(null, refusal)] as const));
  if (desktopIds.length > 0)
    await transaction
      .insertInto('scheduled_task_results')
      .values(
        desktopIds.map((desktopId, place) => {
          const result = results.get(desktopId) ?? running(null);
          return {
            ...result,
            id: ambient.uuid(),
            record_id: recordId,
            project_id: projectId,
            desktop_id: desktopId,
            place,
            started_at: startedAt,
            ended_at: result.status === 'RUNNING' ? null : startedAt,
          };
        }),
      )
      .execute();
  await transaction
    .updateTable('scheduled_tasks')
    .set({ next_run_at: nextOccurrence(scheduleOf(task, task.counted_from), planned) ?? null })
    .where('project_id', '=', projectId)
    .where('id', '=', task.id)
    .execute();
  await forgetOldRecords(transaction, task);
  if (refusal === undefined) await trace(transaction, ambient, { task, recordId, desktopIds, account });
}

/** The desktops of a task that are there, in its order. */
async function readDesktops(transaction: Transaction, task: Task): Promise<DesktopId[]> {
  const rows = await transaction
    .selectFrom('scheduled_task_desktops as o')
    .innerJoin('desktops as d', (join) =>
      join.onRef('d.id', '=', 'o.desktop_id').onRef('d.project_id', '=', 'o.project_id'),
    )
    .select('d.id')
    .where('o.project_id', '=', task.project_id)
    .where('o.task_id', '=', task.id)
    .where('d.gone_at', 'is', null)
    .orderBy('o.place')
    .execute();
  return rows.map(({ id }) => id);
}

/** Whose the task is, and who set it; a name that is gone is ''. */
async function readAccount(transaction: Transaction, task: Task) {
  const { rows } = await sql<{ domainId: Schema['domains']['id']; enabled: boolean; userName: string }>`
    select p.domain_id as "domainId", p.enabled and d.enabled as enabled, coalesce(u.name, '') as "userName"
    from projects p join domains d on d.id = p.domain_id
    left join iam_users u on u.id = ${task.set_by} and u.domain_id = p.domain_id
    where p.id = ${task.project_id}`.execute(transaction);
  const [account] = rows;
  if (account === undefined) throw new Error(`The scheduled task ${task.id} has no project.`);
  return account;
}

type Account = Awaited<ReturnType<typeof readAccount>>;

/** Why a time is passed over, in the task's language: what is too late may do harm, and a disabled project does nothing. */
function whyNot(task: Task, lateMs: number, isEnabled: boolean): string | undefined {
  const isLate = lateMs > mostLateMinutes * 60_000;
  const reasons = {
    late: {
      en: `Nothing was done: the service was not running at that time, nor within ${mostLateMinutes} minutes after it.`,
      zh: `未执行：该时间及其后${mostLateMinutes}分钟内服务未运行。`,
    },
    disabled: { en: 'Nothing was done: the project is disabled.', zh: '未执行：该项目已停用。' },
  };
  if (!isEnabled) return reasons.disabled[task.language];
  return isLate ? reasons.late[task.language] : undefined;
}

const running = (jobId: Result['job_id']): Result => ({
  status: 'RUNNING',
  job_id: jobId,
  result_code: null,
  fail_reason: null,
});
const skipped = (code: string | null, reason: string): Result => ({
  status: 'SKIP',
  job_id: null,
  result_code: code,
  fail_reason: reason,
});

/** Asks for the switching of desktops; those whose state does not allow it are passed over. */
async function switchDesktops(
  transaction: Transaction,
  ambient: Ambient,
  task: Task,
  desktopIds: readonly DesktopId[],
): Promise<ReadonlyMap<DesktopId, Result>> {
  const { jobId, failed } = await powerDesktopsIn(transaction, ambient, {
    projectId: task.project_id,
    desktopIds,
    operation: operations[task.task_type],
    hard: task.forced,
  });
  const passedOver = failed.map(({ desktopId, error }) => {
    const reason = describeError(error.code, task.language, error.args);
    return [desktopId, skipped(error.code, reason)] as const;
  });
  return new Map([...desktopIds.map((id) => [id, running(jobId ?? null)] as const), ...passedOver]);
}

async function forgetOldRecords(
  transaction: Transaction,
  { id, project_id: projectId }: Task,
): Promise<void> {
  await sql`
    delete from scheduled_task_records where project_id = ${projectId} and id in (
      select id from scheduled_task_records where task_id = ${id} and project_id = ${projectId}
      order by planned_at desc offset ${recordsOfTask})`.execute(transaction);
}

/** Says in the log what was done for whom: the task's project, by the word of whoever set it. */
async function trace(
  transaction: Transaction,
  ambient: Ambient,
  run: {
    readonly task: Task;
    readonly recordId: TaskRecordId;
    readonly desktopIds: readonly DesktopId[];
    readonly account: Account;
  },
): Promise<void> {
  const { task, account } = run;
  const on: StatementRunner = {
    query: async ({ text, values = [] }) => {
      const { rows } = await transaction.executeQuery(CompiledQuery.raw(text, [...values]));
      return { rowCount: rows.length };
    },
  };
  await writeAuditEvent(
    on,
    ambient,
    {
      name: 'runScheduledTask',
      bySystem: true,
      service: 'WORKSPACE',
      rating: 'normal',
      code: '200',
      sourceIp: '',
      actor: { userId: task.set_by, userName: account.userName, domainId: account.domainId },
      credential: null,
      resource: { type: 'scheduledTask', id: task.id },
      resourceIds: run.desktopIds.slice(0, maxIds),
      projectId: task.project_id,
      apiVersion: '',
      requestId: run.recordId,
      method: '',
      route: '',
      flags: { [powerSwitches[operations[task.task_type]]]: true, force_execute: task.forced },
      decision: { allowed: true, by: ['scheduled-task'] },
      outcome: 'accepted',
    },
    'always',
  );
}

/** As many as an audit event of a request names. */
const maxIds = 100;
