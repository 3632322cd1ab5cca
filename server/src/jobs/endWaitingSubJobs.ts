import type { Transaction } from '../database/connect.js';
import type { JobId, ProjectId } from '../ids.js';

/** Ends every sub-job of a job that still waits as a success: for what was done in the transaction that writes the job. */
export async function endWaitingSubJobs(
  transaction: Transaction,
  projectId: ProjectId,
  jobId: JobId,
  now: Date,
): Promise<void> {
  await transaction
    .updateTable('sub_jobs')
    .set({ status: 'SUCCESS', progress: 100, end_time: now })
    .where('project_id', '=', projectId)
    .where('job_id', '=', jobId)
    .where('status', '=', 'WAITING')
    .execute();
}
