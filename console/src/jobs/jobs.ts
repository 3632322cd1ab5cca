import type { Answer } from '../api/operations';
import { deletionOfFormer } from '../desktops/formerDisk';
import { pageOfRestore } from '../desktops/restoreOf';

export type SubJob = Answer<'ListItaSubJobs'>['jobs'][number];
type Status = SubJob['status'];

/** A desktop as a job names it; without an id there is none yet, or the job is of none. */
interface Entity {
  readonly id: string | null;
  readonly name: string | null;
}

/** A job with its sub-jobs, or one of these. */
export interface JobRow {
  readonly id: string;
  readonly type: string;
  /** Undefined for a job of several desktops: its sub-jobs have one each. */
  readonly desktop: Entity | undefined;
  /** Of how many desktops it is; one may have several sub-jobs, such as one for each disk. */
  readonly desktops: number;
  readonly status: Status;
  /** In percent. */
  readonly progress: number;
  readonly begin: string;
  readonly end: string | null;
  readonly reason: string | null;
  readonly code: string | null;
  /** The page of the restore that it is; undefined: it is none, or several. */
  readonly restore: string | undefined;
  /** The page of the deletion of the system disk that it replaced; undefined: none, or several. */
  readonly former: string | undefined;
  /** Several, or none: the only sub-job of a job is not shown apart from it. */
  readonly subJobs: readonly JobRow[];
}

/** Puts sub-jobs together to jobs, in the order in which the jobs come first. */
export function jobsOf(subJobs: readonly SubJob[]): readonly JobRow[] {
  const byJob = new Map<string, SubJob[]>();
  for (const subJob of subJobs) {
    const known = byJob.get(subJob.job_id);
    if (known === undefined) byJob.set(subJob.job_id, [subJob]);
    else known.push(subJob);
  }
  return [...byJob].map(([jobId, parts]) => {
    const rows = parts.map(rowOf);
    const [first, ...more] = rows;
    if (first !== undefined && more.length === 0) return { ...first, id: jobId };
    const desktops = new Map(rows.map(({ id, desktop }) => [desktop?.id ?? desktop?.name ?? id, desktop]));
    const failed = rows.find(({ status }) => status === 'FAILED');
    return {
      id: jobId,
      type: first?.type ?? '',
      desktop: desktops.size === 1 ? first?.desktop : undefined,
      desktops: desktops.size,
      status: statusOfJob(rows.map(({ status }) => status)),
      progress: Math.floor(rows.reduce((sum, { progress }) => sum + progress, 0) / rows.length),
      begin: rows.map(({ begin }) => begin).reduce((a, b) => (a < b ? a : b)),
      end: rows.map(({ end }) => end).reduce((a, b) => (a === null || b === null ? null : a > b ? a : b)),
      reason: failed?.reason ?? null,
      code: failed?.code ?? null,
      restore: undefined,
      former: undefined,
      subJobs: rows,
    };
  });
}

function rowOf(subJob: SubJob): JobRow {
  const { entities } = subJob;
  return {
    id: subJob.id,
    type: subJob.job_type,
    desktop: { id: entities.desktop_id, name: entities.desktop_name },
    desktops: 1,
    status: subJob.status,
    progress: subJob.process,
    begin: subJob.begin_time,
    end: subJob.end_time,
    reason: subJob.fail_reason,
    code: subJob.error_code,
    restore: pageOfRestore(subJob),
    former: deletionOfFormer(subJob),
    subJobs: [],
  };
}

/** As the service has it for a job: it runs until its last sub-job has ended, and has failed where one has. */
function statusOfJob(statuses: readonly Status[]): Status {
  if (statuses.every((status) => status === 'WAITING')) return 'WAITING';
  if (statuses.some((status) => status === 'WAITING' || status === 'RUNNING')) return 'RUNNING';
  return statuses.includes('FAILED') ? 'FAILED' : 'SUCCESS';
}
