import type pg from 'pg';
import type { Ambient } from '../ambient.js';
import type { OpenTrace } from '../audit/traces/openTrace.js';
import type { DesktopId, JobId } from '../ids.js';
import type { Acceptance } from './acceptanceStore.js';
import type { DeletionOrder } from './acceptDeletion.js';
import { describeAcceptance } from './receipt/describeAcceptance.js';

/** One call's plans and who made the call. */
export interface OrderedAcceptance {
  readonly order: DeletionOrder;
  readonly acceptance: Acceptance;
  /** Of the call: becomes part of the acceptance's entry in the log. */
  readonly trace?: OpenTrace | undefined;
}

/**
 * Writes down the acceptance of deletions in one statement: every item that will go, the users to be decided about with
 * their addresses, the job, the end of whatever else was being done with the desktops, and who wanted it (S17). Applies to those desktops only
 * that are still at the revision their plan was made for, and while the caller's rights are those that were asked for (D12);
 * a call that accepts none and fails none leaves nothing behind. Of two calls for one desktop one is taken, and the other learns that the desktop has changed.
 * @returns for each call the desktops whose deletion it put on record; the others changed since they were read
 */
export async function writeAcceptances(
  pool: pg.Pool,
  ambient: Ambient,
  calls: readonly OrderedAcceptance[],
): Promise<ReadonlySet<DesktopId>[]> {
  const { rows } = await pool.query<{ id: DesktopId; job_id: JobId }>({
    ...(calls.length > 1 || calls.some(({ acceptance }) => acceptance.plans.length > 1)
      ? acceptSeveral
      : acceptOne),
    values: parametersOf(ambient, calls),
  });
  return calls.map(
    ({ acceptance }) => new Set(rows.filter((row) => row.job_id === acceptance.jobId).map((row) => row.id)),
  );
}

function parametersOf(ambient: Ambient, calls: readonly OrderedAcceptance[]): unknown[] {
  const now = ambient.now();
  const plans = calls.flatMap(({ order, acceptance: { jobId, plans: own }, trace }) =>
    own.map((accepted) => ({ order, jobId, trace, ...accepted })),
  );
  const entries = plans.map(({ order, jobId, trace, ...accepted }) =>
    describeAcceptance(ambient, order, accepted, jobId, now, trace?.facts()),
  );
  const desktops = plans.map(({ order, jobId, desktop, plan, position }) => ({
    job_id: jobId,
    project_id: order.projectId,
    delete_users: order.flags.deleteUsers,
    email_notification: order.flags.emailNotification,
    is_force_delete: order.flags.force,
    accepted_by: order.acceptedBy,
    request_id: order.requestId,
    domain_id: order.authority?.domainId ?? null,
    iam_revision: order.authority?.iamRevision ?? null,
    id: desktop.id,
    revision: desktop.revision,
    digest: plan.digest,
    task_job_id: desktop.taskJobId,
    task_status: desktop.taskStatus,
    position,
    sub_job_id: ambient.uuid(),
  }));
  const items = plans.flatMap(({ jobId, desktop, plan }) => {
    const firstStage = plan.items[0]?.stage;
    return plan.items.map((item) => ({
      job_id: jobId,
      desktop_id: desktop.id,
      item_id: item.id,
      kind: item.kind,
      intent: item.intent,
      stage: item.stage,
      first: item.stage === firstStage,
    }));
  });
  const users = plans.flatMap(({ jobId, desktop, plan }) =>
    plan.users.map((user) => ({
      job_id: jobId,
      desktop_id: desktop.id,
      user_id: user.id,
      user_name: user.name,
      user_email: user.email,
    })),
  );
  const failed = calls.flatMap(({ order, acceptance: { jobId, failures } }) =>
    failures.map((failure) => ({
      job_id: jobId,
      project_id: order.projectId,
      sub_job_id: ambient.uuid(),
      desktop_id: failure.desktopId,
      position: failure.position,
      desktop_name: failure.computerName,
      error_code: failure.code,
      fail_reason: failure.reason,
    })),
  );
  const personal = entries.flatMap((entry, index) => {
    const job_id = plans[index]?.jobId;
    return entry.personal.map((opening) => ({ ...opening, job_id }));
  });
  return [
    now,
    JSON.stringify(desktops),
    JSON.stringify(items),
    JSON.stringify(users),
    JSON.stringify(failed),
    plans.map(({ desktop }) => desktop.id),
    plans.map(({ jobId }) => jobId),
    entries.map(({ entry }) => entry.leafHash),
    entries.map(({ entry }) => entry.payload),
    JSON.stringify(personal),
  ];
}

/** So that two batches over the same desktops wait for each other in one direction only. */
const lockedInOrder = `, locked as (
    select d.id from desktops d where d.id = any($6::uuid[]) order by d.id for no key update
  )`;

const acceptText = (areSeveral: boolean): string => `
  with wanted as (
    select * from jsonb_to_recordset($2::jsonb) as w
      (id uuid, revision int, project_id text, job_id uuid, delete_users boolean, email_notification boolean,
       is_force_delete boolean, accepted_by text, request_id text, domain_id text, iam_revision bigint, digest text,
       task_job_id uuid, task_status text, position int, sub_job_id uuid)
  )${areSeveral ? lockedInOrder : ''}, target as (
    update desktops d
    set status = 'DELETING', task_status = 'deleting', revision = d.revision + 1,
        task_job_id = null, task_due_at = null, task_worker = null, task_asked_at = null
    from wanted w ${areSeveral ? 'join locked on locked.id = w.id' : ''}
    where d.id = any($6::uuid[]) and d.id = w.id and d.revision = w.revision and d.project_id = w.project_id
      and d.gone_at is null
      and (w.domain_id is null
        or exists (select from domains a where a.id = w.domain_id and a.iam_revision = w.iam_revision))
    returning d.computer_name, w.*
  ), failed as (
    select * from jsonb_to_recordset($5::jsonb) as f
      (sub_job_id uuid, job_id uuid, project_id text, desktop_id text, position int, desktop_name text, error_code text,
       fail_reason text)
  ), deletion as (
    insert into deletions (desktop_id, project_id, delete_users, email_notification, is_force_delete,
      accepted_at, accepted_by, request_id, plan_digest, task_cancelled)
    select id, project_id, delete_users, email_notification, is_force_delete, $1, accepted_by, request_id, digest, task_status
    from target
  ), item as (
    insert into deletion_items (item_id, desktop_id, stage, kind, intent, due_at)
    select i.item_id, i.desktop_id, i.stage, i.kind, i.intent, case when i.first then now() end
    from jsonb_to_recordset($3::jsonb) as i
      (job_id uuid, desktop_id uuid, item_id uuid, kind text, intent text, stage int, first boolean)
    join target on target.id = i.desktop_id and target.job_id = i.job_id
  ), person as (
    insert into deletion_users (desktop_id, user_id, user_name, user_email)
    select u.desktop_id, u.user_id, u.user_name, u.user_email
    from jsonb_to_recordset($4::jsonb) as u
      (job_id uuid, desktop_id uuid, user_id text, user_name text, user_email text)
    join target on target.id = u.desktop_id and target.job_id = u.job_id
  ), entry as (
    insert into log_entries (leaf_hash, kind, project_id, desktop_id, payload)
    select e.leaf_hash, 'acceptance', target.project_id, target.id, e.payload
    from unnest($6::uuid[], $7::uuid[], $8::bytea[], $9::bytea[]) as e (desktop_id, job_id, leaf_hash, payload)
    join target on target.id = e.desktop_id and target.job_id = e.job_id
    returning leaf_hash
  ), queued as (
    insert into log_queue (leaf_hash) select leaf_hash from entry
  ), personal as (
    insert into personal_data (desktop_id, subject, field, salt, value)
    select p.desktop_id, p.subject, p.field, decode(p.salt, 'hex'), p.value
    from jsonb_to_recordset($10::jsonb) as p
      (job_id uuid, desktop_id uuid, subject text, field text, salt text, value text)
    join target on target.id = p.desktop_id and target.job_id = p.job_id
  ), cancelled as (
    update sub_jobs s
    set status = 'FAILED', end_time = $1, error_code = 'WKS.00010032',
        fail_reason = 'Cancelled: the desktop was deleted by force.'
    from target t
    where s.job_id = t.task_job_id and s.desktop_id = t.id::text and s.status in ('WAITING', 'RUNNING')
  ), job as (
    insert into jobs (id, project_id, job_type, begin_time)
    select job_id, project_id, 'deleteDesktops', $1 from target
    union
    select job_id, project_id, 'deleteDesktops', $1 from failed
    on conflict (id) do nothing
  ), sub_job as (
    insert into sub_jobs (id, job_id, project_id, position, status, desktop_id, desktop_name, begin_time, end_time,
      error_code, fail_reason)
    select sub_job_id, job_id, project_id, position, 'WAITING', id::text, computer_name, $1, null, null, null from target
    union all
    select sub_job_id, job_id, project_id, position, 'FAILED', desktop_id, desktop_name, $1, $1, error_code, fail_reason
    from failed
  )
  select id, job_id from target`;

const acceptOne = { name: 'accept a deletion', text: acceptText(false) };
const acceptSeveral = { name: 'accept deletions', text: acceptText(true) };
