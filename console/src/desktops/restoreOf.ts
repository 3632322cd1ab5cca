import type { Answer } from '../api/operations';

type SubJob = Answer<'ListItaSubJobs'>['jobs'][number];

/** The type of the jobs that put disks back to snapshots. */
export const restoreJob = 'restoreDesktopBySnapshot';

/** The page of a restore, with its receipt once it has ended; undefined: the sub-job is of something else. */
export function pageOfRestore({ job_type, job_id, entities }: SubJob): string | undefined {
  const { desktop_id: desktop, snapshot_id: snapshot } = entities;
  if (job_type !== restoreJob || desktop === null || snapshot === undefined) return undefined;
  return `/console/restores/${desktop}/${snapshot}/${job_id}`;
}
