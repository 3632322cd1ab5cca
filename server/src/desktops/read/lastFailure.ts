import { sql } from 'kysely';
import { engineFailure } from '../tasks/taskErrors.js';

/**
 * Why the engine could not do what was last asked of a desktop `d`, by the job of that; null when it could. What was refused before
 * it came to the engine is not counted.
 */
export const lastFailure = sql<string | null>`(
  select case s.status when 'FAILED' then s.fail_reason end
  from sub_jobs s join jobs j on j.id = s.job_id
  where s.desktop_id = d.id::text and s.project_id = d.project_id
    and j.job_type in ('createDesktops', 'operateDesktops', 'resizeDesktops', 'changeDesktopNetwork',
      'batchChangeDesktopNetwork')
    and (s.status = 'SUCCESS' or s.error_code = ${sql.lit(engineFailure)})
  order by s.end_time desc limit 1)`;
