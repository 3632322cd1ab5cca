import type { Ambient } from '../ambient.js';
import type { Transaction } from '../database/connect.js';
import { asId, type JobId, type ProjectId, type SubJobId } from '../ids.js';
import type { JobType } from './jobTypes.js';

/** What one sub-job is about, as far as it is known when the job is written. */
export interface NewSubJob {
  /** As named by the caller, also when there is no such desktop. */
  readonly desktopId: string | null;
  readonly volumeId?: string;
  readonly productId?: string | null;
  readonly userName?: string | null;
  readonly desktopName?: string | null;
  readonly ipAddress?: string | null;
  /** Given for a sub-job that has failed before it began. */
  readonly failure?: { readonly code: string; readonly reason: string };
  /** Given for one whose work is done by the transaction that writes it. */
  readonly done?: true;
}

export interface NewJob {
  /** Made by the caller where other rows name the job; otherwise made here. */
  readonly id?: JobId;
  readonly projectId: ProjectId;
  readonly jobType: JobType;
  /** In the order of the request: clients take the first for theirs. */
  readonly subJobs: readonly NewSubJob[];
}

/** Writes a job with its sub-jobs, each waiting, done or failed, in the caller's transaction. */
export async function insertJob(transaction: Transaction, ambient: Ambient, job: NewJob): Promise<JobId> {
  const id = job.id ?? asId<JobId>(ambient.uuid());
  const now = ambient.now();
  await transaction
    .insertInto('jobs')
    .values({ id, project_id: job.projectId, job_type: job.jobType, begin_time: now })
    .execute();
  if (job.subJobs.length === 0) return id;
  await transaction
    .insertInto('sub_jobs')
    .values(
      job.subJobs.map((subJob, position) => ({
        id: asId<SubJobId>(ambient.uuid()),
        job_id: id,
        project_id: job.projectId,
        position,
        status: statusOf(subJob),
        progress: subJob.done === true ? 100 : 0,
        desktop_id: subJob.desktopId,
        ...(subJob.volumeId === undefined ? {} : { volume_id: subJob.volumeId }),
        product_id: subJob.productId ?? null,
        user_name: subJob.userName ?? null,
        desktop_name: subJob.desktopName ?? null,
        ip_address: subJob.ipAddress ?? null,
        error_code: subJob.failure?.code ?? null,
        fail_reason: subJob.failure?.reason ?? null,
        begin_time: now,
        end_time: statusOf(subJob) === 'WAITING' ? null : now,
      })),
    )
    .execute();
  return id;
}

function statusOf({ failure, done }: NewSubJob): 'WAITING' | 'SUCCESS' | 'FAILED' {
  if (failure !== undefined) return 'FAILED';
  return done === true ? 'SUCCESS' : 'WAITING';
}
