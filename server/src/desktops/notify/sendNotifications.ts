import { sql } from 'kysely';
import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import { ApiError, describeError, type Language } from '../../errors/errors.js';
import { asId, type DesktopId, type JobId, type ProjectId } from '../../ids.js';
import { insertJob } from '../../jobs/insertJob.js';
import { type DesktopRow, lockDesktops } from '../lockDesktops.js';

export interface NotificationOrder {
  readonly projectId: ProjectId;
  /** Without repetitions. */
  readonly desktopIds: readonly DesktopId[];
  readonly text: string;
  readonly language: Language;
}

/**
 * Accepts a message to desktops. One that does not run has nobody to read it: its sub-job has failed, the others go ahead.
 * @returns the job that reports it
 * @throws {ApiError} DPL.0404 when one of them is not there
 */
export async function sendNotifications(
  database: Database,
  ambient: Ambient,
  { projectId, desktopIds, text, language }: NotificationOrder,
): Promise<JobId> {
  const jobId = asId<JobId>(ambient.uuid());
  await retryOnConflict(() =>
    database.transaction().execute(async (transaction) => {
      const found = await lockDesktops(transaction, projectId, desktopIds);
      const desktops = desktopIds.map((id) => {
        const desktop = found.get(id);
        if (desktop === undefined) throw new ApiError('DPL.0404', ['desktop']);
        return desktop;
      });
      await insertJob(transaction, ambient, {
        id: jobId,
        projectId,
        jobType: 'sendNotifications',
        subJobs: desktops.map((desktop) => ({
          desktopId: desktop.id,
          desktopName: desktop.computer_name,
          ...(isOn(desktop) ? {} : { failure: whyNot(desktop, language) }),
        })),
      });
      const reached = desktops.filter(isOn);
      if (reached.length === 0) return;
      await transaction
        .insertInto('notifications')
        .values(
          reached.map(({ id }) => ({
            id: ambient.uuid(),
            project_id: projectId,
            desktop_id: id,
            job_id: jobId,
            text,
            due_at: sql<Date>`now()`,
          })),
        )
        .execute();
    }),
  );
  return jobId;
}

function isOn({ status, task_status }: DesktopRow): boolean {
  return status === 'ACTIVE' && task_status === '';
}

function whyNot({ id, status, task_status }: DesktopRow, language: Language) {
  const code = 'WKS.00010032';
  return { code, reason: describeError(code, language, [id, task_status || status]) };
}
