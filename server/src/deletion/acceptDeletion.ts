import { type Kysely, sql } from 'kysely';
import type { Ambient } from '../ambient.js';
import type { Schema } from '../database/schema.js';
import { describeError } from '../http/errors.js';
import type { DesktopId, JobId, ProjectId } from '../ids.js';
import { insertJob, type NewSubJob } from '../jobs/insertJob.js';
import { setSubJob } from '../jobs/setSubJob.js';
import { finishDeletion } from './finishDeletion.js';
import { type DeletionFlags, planDeletion, taskForbidsDeletion } from './plan.js';
import { type DesktopRow, lockDesktops, readInventory } from './queries.js';

export interface DeletionOrder {
  readonly projectId: ProjectId;
  /** As named by the caller, without repetitions. */
  readonly desktopIds: readonly DesktopId[];
  readonly flags: DeletionFlags;
  readonly acceptedBy: string;
  readonly requestId: string;
}

export interface OrderedDeletions {
  readonly jobId: JobId;
  readonly outcomes: ReadonlyMap<DesktopId, DeletionOutcome>;
}

export type DeletionOutcome =
  | { readonly kind: 'accepted'; readonly computerName: string }
  /** Deleted already, of another project, or never there: not to be told apart (S16). */
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly computerName: string; readonly taskStatus: string };

/**
 * Accepts the deletion of desktops: writes down everything that will go before anything goes (S1), together with the job
 * that reports it. Nothing is asked of an engine here. Runs inside the caller's transaction.
 */
export async function acceptDeletions(
  transaction: Kysely<Schema>,
  ambient: Ambient,
  order: DeletionOrder,
): Promise<OrderedDeletions> {
  const desktops = await lockDesktops(transaction, order.projectId, order.desktopIds);
  const outcomes = new Map<DesktopId, DeletionOutcome>();
  for (const id of order.desktopIds) {
    const desktop = desktops.get(id);
    outcomes.set(
      id,
      desktop === undefined ? { kind: 'missing' } : await acceptOne(transaction, ambient, order, desktop),
    );
  }
  const jobId = await insertJob(transaction, ambient, {
    projectId: order.projectId,
    jobType: 'deleteDesktops',
    subJobs: [...outcomes].map(([desktopId, outcome]) => subJobOf(desktopId, outcome)),
  });
  return { jobId, outcomes };
}

async function acceptOne(
  transaction: Kysely<Schema>,
  ambient: Ambient,
  order: DeletionOrder,
  desktop: DesktopRow,
): Promise<DeletionOutcome> {
  const { flags } = order;
  const computerName = desktop.computer_name;
  if (taskForbidsDeletion(desktop.task_status, flags.force)) {
    return { kind: 'refused', computerName, taskStatus: desktop.task_status };
  }
  if (desktop.task_status === 'deleting' || desktop.task_status === 'deleteFailed') {
    await joinRunningDeletion(transaction, desktop, flags);
    return { kind: 'accepted', computerName };
  }
  const plan = planDeletion(await readInventory(transaction, desktop.id));
  const now = ambient.now();
  await transaction
    .insertInto('deletions')
    .values({
      desktop_id: desktop.id,
      project_id: order.projectId,
      delete_users: flags.deleteUsers,
      email_notification: flags.emailNotification,
      is_force_delete: flags.force,
      accepted_at: now,
      accepted_by: order.acceptedBy,
      request_id: order.requestId,
    })
    .execute();
  const firstStage = Math.min(...plan.items.map((item) => item.stage));
  if (plan.items.length > 0) {
    await transaction
      .insertInto('deletion_items')
      .values(
        plan.items.map((item) => ({
          item_id: item.id,
          desktop_id: desktop.id,
          stage: item.stage,
          kind: item.kind,
          intent: item.intent,
          due_at: item.stage === firstStage ? sql<Date>`now()` : null,
        })),
      )
      .execute();
  }
  if (plan.users.length > 0) {
    await transaction
      .insertInto('deletion_users')
      .values(
        plan.users.map((user) => ({
          desktop_id: desktop.id,
          user_id: user.id,
          user_name: user.name,
          user_email: user.email,
        })),
      )
      .execute();
  }
  await markDeleting(transaction, desktop, now);
  if (plan.items.length === 0) await finishDeletion(transaction, desktop.id, now);
  return { kind: 'accepted', computerName };
}

/** A repeated call may ask for more, never for less, and starts nothing anew (A2, A4). */
async function joinRunningDeletion(
  transaction: Kysely<Schema>,
  desktop: DesktopRow,
  flags: DeletionFlags,
): Promise<void> {
  await transaction
    .updateTable('deletions')
    .set({
      is_force_delete: sql<boolean>`is_force_delete or ${flags.force}`,
      delete_users: sql<boolean>`delete_users or ${flags.deleteUsers}`,
    })
    .where('desktop_id', '=', desktop.id)
    .where('project_id', '=', desktop.project_id)
    .execute();
  if (!flags.force) return;
  // Force is worth nothing if it only counts at the next attempt: what still runs is asked again at once.
  await transaction
    .updateTable('deletion_items')
    .set({ due_at: sql<Date>`now()`, asked_at: null })
    .where('desktop_id', '=', desktop.id)
    .where('due_at', 'is not', null)
    .execute();
}

/** Shows the desktop as going, and ends whatever else was being done with it: its workers find their claim gone. */
async function markDeleting(transaction: Kysely<Schema>, desktop: DesktopRow, now: Date): Promise<void> {
  await transaction
    .updateTable('desktops')
    .set((row) => ({
      status: 'DELETING',
      task_status: 'deleting',
      revision: row('revision', '+', 1),
      task_job_id: null,
      task_due_at: null,
      task_worker: null,
    }))
    .where('id', '=', desktop.id)
    .where('project_id', '=', desktop.project_id)
    .execute();
  if (desktop.task_job_id === null) return;
  await setSubJob(
    transaction,
    { projectId: desktop.project_id, jobId: desktop.task_job_id, desktopId: desktop.id },
    {
      status: 'FAILED',
      at: now,
      code: 'WKS.00010032',
      reason: 'Cancelled: the desktop was deleted by force.',
    },
  );
}

/** What the job says of a desktop from the start. A missing and a foreign one read the same (S16). */
function subJobOf(desktopId: DesktopId, outcome: DeletionOutcome): NewSubJob {
  switch (outcome.kind) {
    case 'accepted':
      return { desktopId, desktopName: outcome.computerName };
    case 'missing':
      return {
        desktopId,
        failure: { code: 'DPL.0404', reason: describeError('DPL.0404', 'en', ['desktop']) },
      };
    case 'refused': {
      const reason = describeError('WKS.00010032', 'en', [desktopId, outcome.taskStatus]);
      return { desktopId, desktopName: outcome.computerName, failure: { code: 'WKS.00010032', reason } };
    }
  }
}
