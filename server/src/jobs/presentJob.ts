import type { Selectable } from 'kysely';
import type { Schema } from '../database/schema.js';
import { formatPlainTime } from '../http/apiTimes.js';

/** A sub-job with what is told of its job beside it. */
export interface SubJobRow extends Selectable<Schema['sub_jobs']> {
  readonly job_type: string;
}

/** The `JobDetailInfo` of a sub-job (docs/reference/jobs.md#a-sub-job). Every key is there, with null for what is not known. */
export function presentSubJob(row: SubJobRow) {
  return {
    id: row.id,
    job_id: row.job_id,
    job_type: row.job_type,
    entities: {
      desktop_id: row.desktop_id,
      ...presentPart(row),
      product_id: row.product_id,
      user_name: row.user_name,
      desktop_name: row.desktop_name,
      ip_address: row.ip_address,
    },
    begin_time: formatPlainTime(row.begin_time),
    end_time: row.end_time === null ? null : formatPlainTime(row.end_time),
    status: row.status,
    error_code: row.error_code,
    fail_reason: row.fail_reason,
    host: null,
    project_id: row.project_id,
    process: row.progress,
    attach_user: row.user_name,
    entity: row.desktop_name,
    ip_address: row.ip_address,
  };
}

/** Jobs whose sub-jobs are about one snapshot each. */
const ofSnapshots: ReadonlySet<string> = new Set(['deleteWksSnapshot', 'restoreDesktopBySnapshot']);

/** The disk or snapshot that a sub-job is about, as its job says. */
function presentPart({ job_type: jobType, volume_id: id }: SubJobRow) {
  if (id === null) return {};
  return ofSnapshots.has(jobType) ? { snapshot_id: id } : { volume_id: id };
}

/** A job with all its sub-jobs: running until the last ended, failed as soon as all ended and one failed. */
export function presentJob(job: Selectable<Schema['jobs']>, subJobs: readonly SubJobRow[]) {
  const running = subJobs.some((row) => row.status === 'WAITING' || row.status === 'RUNNING');
  const failed = running ? undefined : subJobs.find((row) => row.status === 'FAILED');
  const ends = subJobs.map((row) => row.end_time?.getTime() ?? 0);
  const status: 'RUNNING' | 'SUCCESS' | 'FAIL' = running
    ? 'RUNNING'
    : failed === undefined
      ? 'SUCCESS'
      : 'FAIL';
  const end = running ? undefined : new Date(Math.max(job.begin_time.getTime(), ...ends));
  return {
    id: job.id,
    job_type: job.job_type,
    begin_time: formatPlainTime(job.begin_time),
    end_time: end === undefined ? null : formatPlainTime(end),
    status,
    job_error_code: failed?.error_code ?? null,
    fail_reason: failed?.fail_reason ?? null,
    sub_jobs_total: subJobs.length,
    sub_jobs: subJobs.map(presentSubJob),
  };
}
