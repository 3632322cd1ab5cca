import type { Transaction } from '../database/connect.js';
import type { DesktopId, JobId, ProjectId } from '../ids.js';

/**
 * Ends the sub-jobs of a job that still wait as a success: for what was done in the transaction that writes the job.
 * @param desktopIds those about these desktops; undefined: all
 */
export async function endWaitingSubJobs(
  transaction: Transaction,
  projectId: ProjectId,
  jobId: JobId,
  now: Date,
  desktopIds?: readonly DesktopId[],
): Promise<void> {
  if (desktopIds?.length === 0) return;
  await transaction
    .updateTable('sub_jobs')
    .set({ status: 'SUCCESS', progress: 100, end_time: now })
    .where('project_id', '=', projectId)
    .where('job_id', '=', jobId)
    .where('status', '=', 'WAITING')
    .$if(desktopIds !== undefined, (query) => query.where('desktop_id', 'in', desktopIds ?? []))
    .execute();
}
