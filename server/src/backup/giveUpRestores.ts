import type pg from 'pg';
import { errorCatalogue } from '../errors/errors.js';
import { reasonInSql } from '../jobs/reasonInSql.js';

const unknownOutcome = 'DPL.0439';

/**
 * Gives up what a database that was put back says is being put back to snapshots: it may have been done long since, and the desktops have
 * written more (S9). The desktops are as they were; their jobs say that nobody knows.
 */
export async function giveUpRestores(client: pg.ClientBase): Promise<void> {
  await client.query(
    `update sub_jobs s set status = 'FAILED', end_time = now(), error_code = '${unknownOutcome}',
       fail_reason = ${reasonInSql('d', errorCatalogue[unknownOutcome])}
     from desktops d
     where ${isPending} and s.job_id = d.task_job_id and s.desktop_id = d.id::text and s.status in ('WAITING', 'RUNNING')`,
  );
  await client.query(
    `update desktops d set task_status = '', task_change = null, task_job_id = null, task_due_at = null, task_worker = null,
       task_asked_at = null, task_hard = false, task_attempts = 0, revision = d.revision + 1
     where ${isPending}`,
  );
}

const isPending = `d.gone_at is null and d.status <> 'DELETING' and d.task_change ->> 'kind' = 'restore'`;
