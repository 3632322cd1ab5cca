import { sql } from 'kysely';
import type { Database } from '../database/connect.js';

/**
 * Takes what the jobs of runs have come to into their results. Whichever replica does it, it is the same; one whose job is gone has
 * failed. Jobs have the real time, records of tasks that of the clock by which these are due: only how long a job took is taken from it.
 */
export async function settleResults(database: Database, now: Date): Promise<void> {
  await sql`
    with open as (
      select r.id, s.status, s.error_code, s.fail_reason, s.end_time - s.begin_time as took
      from scheduled_task_results r
      left join sub_jobs s on s.job_id = r.job_id and s.project_id = r.project_id and s.desktop_id = r.desktop_id::text
      where r.status = 'RUNNING' and (s.status is null or s.status in ('SUCCESS', 'FAILED'))
      for update of r skip locked
    )
    update scheduled_task_results r
    set status = case open.status when 'SUCCESS' then 'SUCCESS' else 'FAIL' end, result_code = open.error_code,
      fail_reason = open.fail_reason,
      ended_at = greatest(r.started_at, coalesce(r.started_at + open.took, ${now}))
    from open where r.id = open.id`.execute(database);
}
