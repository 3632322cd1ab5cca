import type pg from 'pg';
import type { TaskChange } from '../database/schema/taskChange.js';
import { errorCatalogue } from '../errors/errors.js';
import { reasonInSql } from '../jobs/reasonInSql.js';

const unknownOutcome = 'DPL.0439';

/** Desktops `d`, in SQL, of which a database that was put back says that this is being done with them. */
export const isPending = (kind: TaskChange['kind']): string =>
  `d.gone_at is null and d.status <> 'DELETING' and d.task_change ->> 'kind' = '${kind}'`;

/** Nothing is being done with such desktops any more; their jobs say that nobody knows what came of it. */
export async function endUnknownTasks(client: pg.ClientBase, kind: TaskChange['kind']): Promise<void> {
  await client.query(
    `update sub_jobs s set status = 'FAILED', end_time = now(), error_code = '${unknownOutcome}',
       fail_reason = ${reasonInSql('d', errorCatalogue[unknownOutcome])}
     from desktops d
     where ${isPending(kind)} and s.job_id = d.task_job_id and s.desktop_id = d.id::text and s.status in ('WAITING', 'RUNNING')`,
  );
  await client.query(
    `update desktops d set task_status = '', task_change = null, task_job_id = null, task_due_at = null, task_worker = null,
       task_asked_at = null, task_hard = false, task_attempts = 0, revision = d.revision + 1
     where ${isPending(kind)}`,
  );
}
