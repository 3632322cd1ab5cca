import { sql, type UpdateObject } from 'kysely';
import type { Database } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import type { JobId, ProjectId } from '../ids.js';
import { fittingStart } from '../text/unfitText.js';

/** Which sub-job: the one of this job that is about this desktop, or all that are. */
export interface SubJobAddress {
  readonly projectId: ProjectId;
  readonly jobId: JobId;
  readonly desktopId: string;
  /** Of a desktop's sub-jobs the one about this disk. */
  readonly volumeId?: string;
}

export type SubJobChange =
  /** `progress`: 0 to 100. */
  | { readonly status: 'RUNNING'; readonly progress: number; readonly ipAddress?: string }
  | { readonly status: 'SUCCESS'; readonly at: Date }
  | { readonly status: 'FAILED'; readonly at: Date; readonly code: string; readonly reason: string };

/**
 * Reports how far a sub-job is. One that has ended stays as it ended, whatever comes later, and progress never falls.
 * @returns whether there was such a sub-job that had not ended
 */
export async function setSubJob(
  database: Database,
  address: SubJobAddress,
  change: SubJobChange,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('sub_jobs')
    .set(columnsOf(change))
    .where('project_id', '=', address.projectId)
    .where('job_id', '=', address.jobId)
    .where('desktop_id', '=', address.desktopId)
    .where('status', 'in', ['WAITING', 'RUNNING'])
    .$if(address.volumeId !== undefined, (query) => query.where('volume_id', '=', address.volumeId ?? ''))
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

function columnsOf(change: SubJobChange): UpdateObject<Schema, 'sub_jobs'> {
  if (change.status === 'RUNNING') {
    return {
      status: change.status,
      progress: sql<number>`greatest(progress, ${Math.round(change.progress)}::integer)`,
      ...(change.ipAddress === undefined ? {} : { ip_address: change.ipAddress }),
    };
  }
  if (change.status === 'SUCCESS') return { status: change.status, progress: 100, end_time: change.at };
  return {
    status: change.status,
    error_code: change.code,
    fail_reason: fittingStart(change.reason, 1000),
    end_time: change.at,
  };
}
