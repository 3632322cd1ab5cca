import { sql } from 'kysely';
import type { Ambient } from '../../ambient.js';
import { noteInAuditEvent } from '../../auditEvents/openAuditEvent.js';
import type { Database, Transaction } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import { ApiError } from '../../errors/errors.js';
import { asId, type DesktopId, type JobId, type ProjectId } from '../../ids.js';
import { insertJob } from '../../jobs/insertJob.js';
import type { FailedOperation } from '../failedOperations.js';
import { type DesktopRow, lockDesktops } from '../lockDesktops.js';

export const powerOperations = ['os-start', 'os-stop', 'reboot', 'os-hibernate'] as const;
export type PowerOperation = (typeof powerOperations)[number];

/** What an audit event calls each of them, so that it says whether a desktop was started or stopped. */
export const powerSwitches = {
  'os-start': 'os_start',
  'os-stop': 'os_stop',
  reboot: 'reboot',
  'os-hibernate': 'os_hibernate',
} as const satisfies Record<PowerOperation, string>;

export interface PowerOrder {
  readonly projectId: ProjectId;
  /** Without repetitions. */
  readonly desktopIds: readonly DesktopId[];
  readonly operation: PowerOperation;
  readonly hard: boolean;
}

export interface PowerOutcome {
  /** Undefined when nothing could be started. */
  readonly jobId: JobId | undefined;
  readonly failed: readonly FailedOperation[];
}

/**
 * Accepts a start, stop, restart or hibernation of many desktops; the ones in a state that does not allow it are named, the others go
 * ahead.
 */
export async function powerDesktops(
  database: Database,
  ambient: Ambient,
  order: PowerOrder,
): Promise<PowerOutcome> {
  return retryOnConflict(() =>
    database.transaction().execute((transaction) => powerDesktopsIn(transaction, ambient, order)),
  );
}

/** As {@link powerDesktops}, in the caller's transaction. */
export async function powerDesktopsIn(
  transaction: Transaction,
  ambient: Ambient,
  order: PowerOrder,
): Promise<PowerOutcome> {
  noteInAuditEvent({ flags: { [powerSwitches[order.operation]]: true } });
  const desktops = await lockDesktops(transaction, order.projectId, order.desktopIds);
  const failed: FailedOperation[] = [];
  const accepted: { id: DesktopId; name: string }[] = [];
  for (const desktopId of order.desktopIds) {
    const desktop = desktops.get(desktopId);
    if (desktop === undefined) {
      failed.push({ desktopId, computerName: '', error: new ApiError('DPL.0404', ['desktop']) });
    } else if (!allows(desktop, order.operation)) {
      const state = desktop.task_status || desktop.status;
      const error = new ApiError('WKS.00010032', [desktopId, state]);
      failed.push({ desktopId, computerName: desktop.computer_name, error });
    } else {
      accepted.push({ id: desktopId, name: desktop.computer_name });
    }
  }
  if (accepted.length === 0) return { jobId: undefined, failed };
  const jobId = asId<JobId>(ambient.uuid());
  await transaction
    .updateTable('desktops')
    .set({
      revision: sql<number>`revision + 1`,
      task_status: taskOf(order),
      task_hard: order.hard,
      task_job_id: jobId,
      task_due_at: sql<Date>`now()`,
      task_asked_at: null,
      task_attempts: 0,
      task_worker: null,
    })
    .where('project_id', '=', order.projectId)
    .where(
      'id',
      'in',
      accepted.map((desktop) => desktop.id),
    )
    .execute();
  await insertJob(transaction, ambient, {
    id: jobId,
    projectId: order.projectId,
    jobType: 'operateDesktops',
    subJobs: accepted.map((desktop) => ({ desktopId: desktop.id, desktopName: desktop.name })),
  });
  return { jobId, failed };
}

/**
 * Nothing while a task runs, and nothing with a desktop that failed. Only what runs can be restarted or hibernated; what is
 * so already is done and therefore no conflict.
 */
function allows(desktop: DesktopRow, operation: PowerOperation): boolean {
  if (desktop.task_status !== '') return false;
  if (desktop.status === 'SHUTOFF') return operation === 'os-start' || operation === 'os-stop';
  if (desktop.status === 'HIBERNATED') return operation !== 'reboot';
  return desktop.status === 'ACTIVE';
}

function taskOf(order: PowerOrder): string {
  if (order.operation === 'os-start') return 'powering-on';
  if (order.operation === 'os-stop') return 'powering-off';
  // No word for it is documented.
  if (order.operation === 'os-hibernate') return 'hibernating';
  return order.hard ? 'rebooting_hard' : 'rebooting';
}
