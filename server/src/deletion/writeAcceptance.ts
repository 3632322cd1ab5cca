import type pg from 'pg';
import type { Ambient } from '../ambient.js';
import type { DesktopId } from '../ids.js';
import type { Acceptance } from './acceptanceStore.js';
import type { DeletionOrder } from './acceptDeletion.js';
import { describeAcceptance } from './receipt/describeAcceptance.js';

/**
 * Writes down the acceptance of deletions in one statement: every item that will go, the users to be decided about with
 * their addresses, the job, the end of whatever else was being done with the desktops, and who wanted it (S17). Applies to those desktops only
 * that are still at the revision their plan was made for; a call that accepts none and fails none leaves nothing behind.
 * @returns the desktops whose deletion is now on record; the others changed since they were read
 */
export async function writeAcceptance(
  pool: pg.Pool,
  ambient: Ambient,
  order: DeletionOrder,
  acceptance: Acceptance,
): Promise<ReadonlySet<DesktopId>> {
  const { rows } = await pool.query<{ id: DesktopId }>({
    ...(acceptance.plans.length > 1 ? acceptSeveral : acceptOne),
    values: parametersOf(ambient, order, acceptance),
  });
  return new Set(rows.map((row) => row.id));
}

function parametersOf(
  ambient: Ambient,
  order: DeletionOrder,
  { jobId, plans, failures }: Acceptance,
): unknown[] {
  const { flags } = order;
  const now = ambient.now();
  const entries = plans.map((accepted) => describeAcceptance(ambient, order, accepted, jobId, now));
  const desktops = plans.map(({ desktop, plan, position }) => ({
    id: desktop.id,
    revision: desktop.revision,
    digest: plan.digest,
    task_job_id: desktop.taskJobId,
    task_status: desktop.taskStatus,
    position,
    sub_job_id: ambient.uuid(),
  }));
  const items = plans.flatMap(({ desktop, plan }) => {
    const firstStage = plan.items[0]?.stage;
    return plan.items.map((item) => ({
      desktop_id: desktop.id,
      item_id: item.id,
      kind: item.kind,
      intent: item.intent,
      stage: item.stage,
      first: item.stage === firstStage,
    }));
  });
  const users = plans.flatMap(({ desktop, plan }) =>
    plan.users.map((user) => ({
      desktop_id: desktop.id,
      user_id: user.id,
      user_name: user.name,
      user_email: user.email,
    })),
  );
  const failed = failures.map((failure) => ({
    sub_job_id: ambient.uuid(),
    desktop_id: failure.desktopId,
    position: failure.position,
    desktop_name: failure.computerName,
    error_code: failure.code,
    fail_reason: failure.reason,
  }));
  return [
    order.projectId,
    jobId,
    now,
    flags.deleteUsers,
    flags.emailNotification,
    flags.force,
    order.acceptedBy,
    order.requestId,
    JSON.stringify(desktops),
    JSON.stringify(items),
    JSON.stringify(users),
    JSON.stringify(failed),
    plans.map(({ desktop }) => desktop.id),
    entries.map(({ entry }) => entry.leafHash),
    entries.map(({ entry }) => entry.payload),
    JSON.stringify(entries.flatMap(({ personal }) => personal)),
  ];
}

/**
 * Several are locked in id order, so that no two batches wait for each other, whatever plan the statement is carried out by.
 * One needs no order, and is spared the lock.
 */
const lockedInOrder = `, locked as materialized (
    select d.id from desktops d join wanted w on w.id = d.id and w.revision = d.revision
    where d.project_id = $1 and d.gone_at is null
    order by d.id
    for no key update of d
  )`;

const acceptText = (areSeveral: boolean) => `
  with wanted as (
    select * from jsonb_to_recordset($9::jsonb) as w
      (id uuid, revision int, digest text, task_job_id uuid, task_status text, position int, sub_job_id uuid)
  )${areSeveral ? lockedInOrder : ''}, target as (
    update desktops d
    set status = 'DELETING', task_status = 'deleting', revision = d.revision + 1,
        task_job_id = null, task_due_at = null, task_worker = null, task_asked_at = null
    from wanted w ${areSeveral ? 'join locked on locked.id = w.id' : ''}
    where d.id = w.id and d.revision = w.revision and d.project_id = $1 and d.gone_at is null
    returning d.id, d.computer_name, w.digest, w.task_job_id, w.task_status, w.position, w.sub_job_id
  ), failed as (
    select * from jsonb_to_recordset($12::jsonb) as f
      (sub_job_id uuid, desktop_id text, position int, desktop_name text, error_code text, fail_reason text)
  ), deletion as (
    insert into deletions (desktop_id, project_id, delete_users, email_notification, is_force_delete,
      accepted_at, accepted_by, request_id, plan_digest, task_cancelled)
    select id, $1, $4, $5, $6, $3, $7, $8, digest, task_status from target
  ), item as (
    insert into deletion_items (item_id, desktop_id, stage, kind, intent, due_at)
    select i.item_id, i.desktop_id, i.stage, i.kind, i.intent, case when i.first then now() end
    from jsonb_to_recordset($10::jsonb) as i
      (desktop_id uuid, item_id uuid, kind text, intent text, stage int, first boolean)
    join target on target.id = i.desktop_id
  ), person as (
    insert into deletion_users (desktop_id, user_id, user_name, user_email)
    select u.desktop_id, u.user_id, u.user_name, u.user_email
    from jsonb_to_recordset($11::jsonb) as u (desktop_id uuid, user_id text, user_name text, user_email text)
    join target on target.id = u.desktop_id
  ), entry as (
    insert into log_entries (leaf_hash, kind, project_id, desktop_id, payload)
    select e.leaf_hash, 'acceptance', $1, target.id, e.payload
    from unnest($13::uuid[], $14::bytea[], $15::bytea[]) as e (desktop_id, leaf_hash, payload)
    join target on target.id = e.desktop_id
    returning leaf_hash
  ), queued as (
    insert into log_queue (leaf_hash) select leaf_hash from entry
  ), personal as (
    insert into personal_data (desktop_id, subject, field, salt, value)
    select p.desktop_id, p.subject, p.field, decode(p.salt, 'hex'), p.value
    from jsonb_to_recordset($16::jsonb) as p (desktop_id uuid, subject text, field text, salt text, value text)
    join target on target.id = p.desktop_id
  ), cancelled as (
    update sub_jobs s
    set status = 'FAILED', end_time = $3, error_code = 'WKS.00010032',
        fail_reason = 'Cancelled: the desktop was deleted by force.'
    from target t
    where s.job_id = t.task_job_id and s.desktop_id = t.id::text and s.status in ('WAITING', 'RUNNING')
  ), job as (
    insert into jobs (id, project_id, job_type, begin_time)
    select $2, $1, 'deleteDesktops', $3
    where exists (select from target) or exists (select from failed)
    on conflict (id) do nothing
  ), sub_job as (
    insert into sub_jobs (id, job_id, project_id, position, status, desktop_id, desktop_name, begin_time, end_time,
      error_code, fail_reason)
    select sub_job_id, $2, $1, position, 'WAITING', id::text, computer_name, $3, null, null, null from target
    union all
    select sub_job_id, $2, $1, position, 'FAILED', desktop_id, desktop_name, $3, $3, error_code, fail_reason from failed
  )
  select id from target`;

const acceptOne = { name: 'accept a deletion', text: acceptText(false) };
const acceptSeveral = { name: 'accept deletions', text: acceptText(true) };
