import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import type { TaskChange } from '../../database/schema/taskChange.js';
import type { DesktopId, JobId, ProjectId } from '../../ids.js';

/** A change that becomes the task of desktops. */
export interface NewChange {
  readonly projectId: ProjectId;
  /** Locked, and without a task. */
  readonly desktopIds: readonly DesktopId[];
  readonly jobId: JobId;
  /** What callers see meanwhile (docs/reference/desktops.md#task-states). */
  readonly word: string;
  readonly change: TaskChange;
}

/** Makes a change the task of desktops, due at once for whichever worker comes first. */
export async function beginChange(
  transaction: Transaction,
  { projectId, desktopIds, jobId, word, change }: NewChange,
): Promise<void> {
  if (desktopIds.length === 0) return;
  await transaction
    .updateTable('desktops')
    .set({
      revision: sql<number>`revision + 1`,
      task_status: word,
      task_change: JSON.stringify(change),
      task_hard: false,
      task_job_id: jobId,
      task_due_at: sql<Date>`now()`,
      task_asked_at: null,
      task_attempts: 0,
      task_worker: null,
    })
    .where('project_id', '=', projectId)
    .where('id', 'in', desktopIds)
    .execute();
}
