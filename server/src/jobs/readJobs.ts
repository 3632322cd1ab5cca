import { sql } from 'kysely';
import { isVisible, type VisibleDesktops } from '../access/visibleDesktops.js';
import type { Database } from '../database/connect.js';
import type { Snapshot } from '../database/oneSnapshot.js';
import { ApiError } from '../errors/errors.js';
import { requireFound } from '../errors/requireFound.js';
import type { JobId, ProjectId } from '../ids.js';
import { presentJob, presentSubJob, type SubJobRow } from './presentJob.js';

export interface SubJobFilter {
  readonly job_id?: JobId;
  readonly job_type?: string;
  readonly status?: readonly ('WAITING' | 'RUNNING' | 'SUCCESS' | 'FAILED')[];
  readonly limit: number;
  readonly offset: number;
}

/**
 * One page of the project's sub-jobs: the newest job first, within a job in the order of the request. Nothing is found of
 * a job that is not the project's, as of one that is not there.
 * @param visible of which desktops; what has come to none is shown to who sees all
 */
export async function listSubJobs(
  database: Snapshot,
  projectId: ProjectId,
  filter: SubJobFilter,
  visible: VisibleDesktops,
) {
  let query = database
    .selectFrom(shown)
    .where('sub_jobs.project_id', '=', projectId)
    .where(isOfVisible(projectId, visible));
  if (filter.job_id !== undefined) query = query.where('sub_jobs.job_id', '=', filter.job_id);
  if (filter.job_type !== undefined) query = query.where('sub_jobs.job_type', '=', filter.job_type);
  if (filter.status !== undefined) query = query.where('sub_jobs.status', 'in', filter.status);
  const { count } = await query.select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow();
  const rows = await query
    .selectAll('sub_jobs')
    .orderBy('sub_jobs.job_begin_time', 'desc')
    .orderBy('sub_jobs.job_id')
    .orderBy('sub_jobs.position')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute();
  return { total_count: count, jobs: rows.map(presentSubJob) };
}

/**
 * One job with its sub-jobs, as far as they are of visible desktops.
 * @throws {ApiError} DPL.0404 when it is not there, not the project's, or nothing of it is visible
 */
export async function showJob(
  database: Database,
  projectId: ProjectId,
  jobId: JobId,
  visible: VisibleDesktops,
) {
  const job = requireFound(
    await database
      .selectFrom('jobs')
      .selectAll()
      .where('id', '=', jobId)
      .where('project_id', '=', projectId)
      .executeTakeFirst(),
    'job',
  );
  const subJobs = await database
    .selectFrom(shown)
    .selectAll()
    .where('job_id', '=', jobId)
    .where('project_id', '=', projectId)
    .where(isOfVisible(projectId, visible))
    .orderBy('position')
    .execute();
  if (subJobs.length === 0 && !seesAll(visible)) throw new ApiError('DPL.0404', ['job']);
  return presentJob(job, subJobs);
}

const shown = sql<SubJobRow & { readonly job_begin_time: Date }>`shown_sub_jobs`.as('sub_jobs');

function seesAll({ enterpriseProjects, ids }: VisibleDesktops): boolean {
  return enterpriseProjects === null && ids === null;
}

function isOfVisible(projectId: ProjectId, visible: VisibleDesktops) {
  if (seesAll(visible)) return sql<boolean>`true`;
  return sql<boolean>`sub_jobs.desktop_id in (
    select d.id::text from desktops d where d.project_id = ${projectId} and ${isVisible(visible)}
  )`;
}
