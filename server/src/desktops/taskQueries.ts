import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import type { WorkerId } from '../ids.js';
import { setSubJob } from '../jobs/setSubJob.js';

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

/** Sets the task word that callers see; nothing if the desktop is no longer this worker's. */
export async function showTask(
  database: Kysely<Schema>,
  task: DesktopTask,
  taskStatus: string,
): Promise<void> {
  await database
    .updateTable('desktops')
    .set({ task_status: taskStatus })
    .where('id', '=', task.id)
    .where('task_worker', '=', task.worker)
    .execute();
}

export async function postponeTask(
  database: Kysely<Schema>,
  task: DesktopTask,
  change: { readonly inMilliseconds: number; readonly attempts: number; readonly askedAt?: Date },
): Promise<void> {
  await database
    .updateTable('desktops')
    .set({
      task_due_at: sql<Date>`now() + make_interval(secs => ${change.inMilliseconds / 1000}::float8)`,
      task_attempts: change.attempts,
      task_worker: null,
      ...(change.askedAt === undefined ? {} : { task_asked_at: change.askedAt }),
    })
    .where('id', '=', task.id)
    .where('task_worker', '=', task.worker)
    .execute();
}

/** What became of a task: the desktop's status from now on, and the reason if it failed. */
export interface TaskEnd {
  readonly status: string;
  readonly now: Date;
  readonly failure?: { readonly code: string; readonly reason: string };
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
        task_attempts: 0,
        revision: row('revision', '+', 1),
      }))
      .where('id', '=', task.id)
      .where('task_worker', '=', task.worker)
      .executeTakeFirst();
    if (numUpdatedRows === 0n || task.task_job_id === null) return;
    await setSubJob(
      transaction,
      { projectId: task.project_id, jobId: task.task_job_id, desktopId: task.id },
      end.failure === undefined
        ? { status: 'SUCCESS', at: end.now }
        : { status: 'FAILED', at: end.now, ...end.failure },
    );
  });
}
