import { type Kysely, type Selectable, sql, type Updateable } from 'kysely';
import type { Database, Transaction } from '../../database/connect.js';
import type { TaskChange } from '../../database/schema/taskChange.js';
import type { Schema } from '../../database/schema.js';
import type { Engine } from '../../engines/contract.js';
import { paceOf } from '../../engines/pace.js';
import type { WorkerId } from '../../ids.js';
import { setSubJob } from '../../jobs/setSubJob.js';

/** A desktop with something to be done to it, claimed by a worker. */
export type DesktopTask = Selectable<Schema['desktops']> & { readonly worker: WorkerId };

/**
 * Takes desktops whose task is due. A claim hides a task for a minute: longer than one step may take. Tasks of a worker that
 * is no longer alive are due at once. Deletions have a queue of their own.
 */
export async function claimTasks(
  database: Database,
  worker: WorkerId,
  limit: number,
): Promise<DesktopTask[]> {
  const { rows } = await sql<Selectable<Schema['desktops']>>`
    with due as (
      select id from desktops
      where task_due_at <= now()
         or (task_due_at is not null and task_worker is not null and not exists (
              select from workers where workers.id = desktops.task_worker and workers.lease_until > now()))
      order by task_due_at
      limit ${limit}
      for update skip locked
    )
    update desktops d set task_worker = ${worker}, task_due_at = now() + interval '60 seconds'
    from due where d.id = due.id
    returning d.*`.execute(database);
  return rows.map((row) => ({ ...row, worker }));
}

/**
 * Whether a desktop is still this worker's, for this very task: not taken over by another worker or a deletion, nor done
 * and followed by a later task of the same worker.
 */
function stillHeld(task: DesktopTask) {
  return sql<boolean>`id = ${task.id} and task_worker = ${task.worker}
    and task_job_id is not distinct from ${task.task_job_id}::uuid`;
}

/** Whether a desktop is still this worker's, for this very task. */
export async function isStillHeld(database: Database, task: DesktopTask): Promise<boolean> {
  const row = await database.selectFrom('desktops').select('id').where(stillHeld(task)).executeTakeFirst();
  return row !== undefined;
}

/** Sets the task word that callers see; nothing if the desktop is no longer this worker's. */
export async function showTask(
  database: Kysely<Schema>,
  task: DesktopTask,
  taskStatus: string,
): Promise<void> {
  await database.updateTable('desktops').set({ task_status: taskStatus }).where(stillHeld(task)).execute();
}

/** Between two looks at an engine that does not say how long it takes, in milliseconds. */
const usualPace = 50;

/**
 * When to look again at something that takes its time, in milliseconds: often at first, when most of it ends, then less
 * and less, a tenth of the time waited so far.
 */
export function lookAfter(engine: Pick<Engine, 'usualDelayMs'>, waited: number): number {
  return Math.round(Math.min(2_000, Math.max(paceOf(engine, usualPace), waited / 10)));
}

/**
 * Gives a task back until it is due again; nothing if the desktop is no longer this worker's.
 * @returns in how many milliseconds that is
 */
export async function postponeTask(
  database: Kysely<Schema>,
  task: DesktopTask,
  change: {
    readonly inMilliseconds: number;
    readonly attempts: number;
    readonly askedAt?: Date;
    readonly hard?: boolean;
  },
): Promise<number> {
  await database
    .updateTable('desktops')
    .set({
      task_due_at: sql<Date>`now() + make_interval(secs => ${change.inMilliseconds / 1000}::float8)`,
      task_attempts: change.attempts,
      task_worker: null,
      ...(change.askedAt === undefined ? {} : { task_asked_at: change.askedAt }),
      ...(change.hard === undefined ? {} : { task_hard: change.hard }),
    })
    .where(stillHeld(task))
    .execute();
  return change.inMilliseconds;
}

/** What a change of a desktop has made other. */
export type ChangedColumns = Pick<
  Updateable<Schema['desktops']>,
  'product_id' | 'subnet_id' | 'security_group_ids' | 'image_id' | 'image_type'
>;

/** Where a change of a desktop goes on. */
export interface NextStage {
  readonly change: TaskChange;
  /** What callers see from then on. */
  readonly word: string;
  readonly columns?: ChangedColumns;
  /** What is done in the same transaction, if the desktop is still this worker's. */
  readonly alongside?: ((transaction: Transaction) => Promise<void>) | undefined;
}

/** Takes a change of a desktop to its next stage, with what it has made other: all of it or nothing. It is due again at once. */
export async function nextStage(database: Database, task: DesktopTask, next: NextStage): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('desktops')
      .set((row) => ({
        ...next.columns,
        revision: row('revision', '+', 1),
        task_status: next.word,
        task_change: JSON.stringify(next.change),
        task_due_at: sql<Date>`now()`,
        task_asked_at: null,
        task_hard: false,
        task_attempts: 0,
        task_worker: null,
      }))
      .where(stillHeld(task))
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await next.alongside?.(transaction);
  });
}

/** What became of a task: the desktop's status from now on, and the reason if it failed. */
export interface TaskEnd {
  readonly status: string;
  readonly now: Date;
  readonly failure?: { readonly code: string; readonly reason: string };
  /** What is done in the same transaction, if the task is ended by it. */
  readonly alongside?: (transaction: Transaction) => Promise<void>;
}

/** Ends a task and reports it to its job, if the desktop is still this worker's. */
export async function finishTask(database: Database, task: DesktopTask, end: TaskEnd): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('desktops')
      .set((row) => ({
        status: end.status,
        task_status: '',
        task_job_id: null,
        task_due_at: null,
        task_worker: null,
        task_asked_at: null,
        task_hard: false,
        task_change: null,
        task_attempts: 0,
        revision: row('revision', '+', 1),
      }))
      .where(stillHeld(task))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    await end.alongside?.(transaction);
    if (task.task_job_id === null) return;
    await setSubJob(
      transaction,
      { projectId: task.project_id, jobId: task.task_job_id, desktopId: task.id },
      end.failure === undefined
        ? { status: 'SUCCESS', at: end.now }
        : { status: 'FAILED', at: end.now, ...end.failure },
    );
  });
}
