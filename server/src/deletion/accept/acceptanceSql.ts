import type { JobType } from '../../jobs/jobTypes.js';
import { reasonInSql } from '../../jobs/reasonInSql.js';
import type { PartKind } from '../plan/readDeletables.js';

/** Which of the few statements there are: what an acceptance has to do besides the usual. */
export interface AcceptanceVariant {
  /** What goes: desktops, or parts of desktops that stay. */
  readonly of: 'desktop' | PartKind;
  /**
   * `one`: a single desktop, for which it waits. `in-order`: several, for which it waits in the order of their ids, so that of
   * two batches over the same desktops one waits for the other. `free`: those that nobody is changing just now.
   */
  readonly locks: 'one' | 'in-order' | 'free';
  /** Whether some desktops of the calls cannot be deleted, and become failed sub-jobs. */
  readonly fails: boolean;
  /** Whether something else was being done with a desktop, whose job is told that this has ended. */
  readonly cancels: boolean;
  /** Whether a part goes by what is being done with its desktop, in the transaction of that; otherwise nothing may be. */
  readonly byTask: boolean;
  /** Whether some of it may have a running deletion of its own, which all of it waits for: that is looked at now. */
  readonly waits: boolean;
}

/**
 * The one statement of an acceptance. Parameters: $1 the desktops with all that is written of each as JSON, $2 their ids, $3 the
 * payloads of their log entries one after the other, $4 the leaf hashes likewise, $5 the worker that claims are granted to, which gets
 * none without a lease, and, only where something fails, $6 the failed sub-jobs as JSON. Answers the id and the job of each desktop
 * whose deletion is accepted, and whether it was granted.
 */
export function acceptanceSql(variant: AcceptanceVariant): Statement {
  const { of, locks, fails, cancels, byTask, waits } = variant;
  const which = `${fails ? ', fails' : ''}${cancels ? ', cancels' : ''}${byTask ? ', by task' : ''}${waits ? ', waits' : ''}`;
  const name = `accept deletions of ${of}, ${locks}${which}`;
  const known = statements.get(name);
  if (known !== undefined) return known;
  const statement = { name, text: textFor(variant) };
  statements.set(name, statement);
  return statement;
}

interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Each variant is built once: building and comparing such long texts for each acceptance would cost time. */
const statements = new Map<string, Statement>();

const textFor = ({ of, locks, fails, cancels, byTask, waits }: AcceptanceVariant): string => `
  with wanted as (
    select * from jsonb_to_recordset($1::jsonb) as w
      (id uuid, disk_of uuid, revision int, project_id text, job_id uuid, delete_users boolean, email_notification boolean,
       is_force_delete boolean, accepted_at timestamptz, engine text, accepted_by text, request_id text, domain_id text,
       iam_revision bigint, digest text, task_job_id uuid, task_status text, position int, entry int,
       payload_at int, payload_length int, granted boolean, stage int, items text, users jsonb, personal jsonb)
  )${of === 'desktop' ? targetDesktops(locks) : targetParts(byTask)}, deletion as (
    insert into deletion_orders (desktop_id, project_id, delete_users, email_notification, is_force_delete,
      accepted_at, accepted_by, request_id, plan_digest, task_cancelled, engine, job_id, position, disk_of, kind)
    select id, project_id, delete_users, email_notification, is_force_delete, accepted_at, accepted_by, request_id, digest,
      task_status, engine, job_id, position, disk_of, '${of}'
    from target
  ), progress as (
    insert into deletion_progress (desktop_id, items, stage, opened_at, due_at, claimed_until, worker)
    select id, items::item_state[], stage, accepted_at, now(), now() + interval '60 seconds',
      case when granted then (select w.id from workers w where w.id = $5 and w.lease_until > now()) end
    from target
    returning desktop_id, worker
  ), person as (
    insert into deletion_users (desktop_id, user_id, user_name, user_email)
    select target.id, u.id, u.name, u.email
    from target, jsonb_to_recordset(target.users) as u (id text, name text, email text)
  ), entry as (
    insert into log_entries (leaf_hash, kind, project_id, desktop_id, payload)
    select substring($4::bytea from 1 + 32 * entry for 32), 'acceptance',
      case when disk_of is not null then project_id end, id,
      substring($3::bytea from 1 + payload_at for payload_length)
    from target
  ), personal as (
    insert into personal_data (desktop_id, openings) select id, personal from target
  )${waits ? narrowerNow('target', 'target.items::item_state[]') : ''}${cancels ? cancelledSubJobs : ''}${fails ? writtenWithFailures(of) : written(of)}
  select id, job_id, worker is not null as granted, extract(epoch from clock_timestamp())::float8 * 1000 as now
  from target join progress on progress.desktop_id = id`;

const hasRights = `(w.domain_id is null
        or exists (select from domains a where a.id = w.domain_id and a.iam_revision = w.iam_revision))`;

const targetDesktops = (locks: AcceptanceVariant['locks']): string => `${lockedRows(locks)}, target as (
    update desktops d
    set status = 'DELETING', task_status = 'deleting', revision = d.revision + 1,
        task_job_id = null, task_due_at = null, task_worker = null, task_asked_at = null
    from wanted w ${locks === 'one' ? '' : 'join locked on locked.id = w.id'}
    where d.id = any($2::uuid[]) and d.id = w.id and d.revision = w.revision and d.project_id = w.project_id
      and d.gone_at is null and ${hasRights}
    returning w.*
  )`;

/**
 * The desktop stays as it is, but for its revision: whoever planned without this knows that it changed. Several parts of it may
 * go at once; of two calls for one part one is taken.
 */
const targetParts = (byTask: boolean): string => `, locked as (
    select d.id from desktops d where d.id in (select disk_of from wanted) order by d.id for no key update
  ), touched as (
    update desktops d set revision = d.revision + 1
    from wanted w join locked on locked.id = w.disk_of
    where d.id = w.disk_of and d.revision = w.revision and d.project_id = w.project_id and d.gone_at is null
      ${byTask ? '' : `and d.task_status = ''`} and ${hasRights}
    returning d.id, d.revision - 1 as revision
  ), target as (
    select distinct on (w.id) w.* from wanted w join touched on touched.id = w.disk_of and touched.revision = w.revision
    where w.id = any($2::uuid[]) and ${hasRights}
    order by w.id
  )`;

function lockedRows(locks: AcceptanceVariant['locks']): string {
  if (locks === 'one') return '';
  return `, locked as (
    select d.id from desktops d where d.id = any($2::uuid[]) order by d.id for no key update
    ${locks === 'free' ? 'skip locked' : ''}
  )`;
}

/**
 * Ends the wait of the running deletions that a wider one waits for: each is known by the id of an item of that. They are looked at
 * once for each call, and wait on as long as before if they fail again; none is asked to go before its time. One that somebody
 * holds has its turn just now, so that nothing waits for it here.
 * @param wider the rows of the wider deletions, by `id`, in SQL
 * @param items the items of such a row
 */
export const narrowerNow = (wider: string, items: string): string => `, narrower as (
    select p.desktop_id from deletion_progress p
    where p.desktop_id in (select i.id from ${wider}, unnest(${items}) i where i.id <> ${wider}.id)
      and p.due_at > now() and p.worker is null
    for update skip locked
  ), narrower_now as (
    update deletion_progress p
    set due_at = now(), version = p.version + 1, items = array(
      select jsonb_populate_record(p.items[n], '{"dueAt": null}') from generate_subscripts(p.items, 1) n order by n)
    from narrower where p.desktop_id = narrower.desktop_id
  )`;

/** Of what was being done with a desktop. */
const overtaken = {
  en: 'Cancelled: the desktop was deleted by force.',
  zh: '已取消：桌面被强制删除。',
} as const;

const cancelledSubJobs = `, cancelled as (
    update sub_jobs s
    set status = 'FAILED', end_time = now(), error_code = 'WKS.00010032',
        fail_reason = ${reasonInSql('d', overtaken)}
    from target t join desktops d on d.id = t.id
    where s.job_id = t.task_job_id and s.desktop_id = t.id::text and s.status in ('WAITING', 'RUNNING')
  )`;

/** Which jobs tell of deletions, by what goes. */
export const deletionJobs = {
  desktop: 'deleteDesktops',
  volume: 'deleteVolumes',
  snapshot: 'deleteWksSnapshot',
} as const satisfies Readonly<Record<AcceptanceVariant['of'], JobType>>;

/** The type of the job that tells of a deletion, in SQL. @param kind the column that says what goes */
export const deletionJobOf = (kind: string): string =>
  `case ${kind} ${Object.entries(deletionJobs)
    .map(([goes, job]) => `when '${goes}' then '${job}'`)
    .join(' ')} end`;

const written = (of: AcceptanceVariant['of']): string => `, job as (
    insert into jobs (id, project_id, job_type, begin_time)
    select distinct job_id, project_id, '${deletionJobs[of]}', now() from target
    on conflict (id) do nothing
  )`;

const writtenWithFailures = (of: AcceptanceVariant['of']): string => `, failed as (
    select * from jsonb_to_recordset($6::jsonb) as f
      (sub_job_id uuid, job_id uuid, project_id text, desktop_id text, volume_id text, position int, desktop_name text,
       error_code text, fail_reason text)
  ), job as (
    insert into jobs (id, project_id, job_type, begin_time)
    select job_id, project_id, '${deletionJobs[of]}', now() from target
    union
    select job_id, project_id, '${deletionJobs[of]}', now() from failed
    on conflict (id) do nothing
  ), sub_job as (
    insert into sub_jobs (id, job_id, project_id, position, status, desktop_id, volume_id, desktop_name, begin_time,
      end_time, error_code, fail_reason)
    select sub_job_id, job_id, project_id, position, 'FAILED', desktop_id, volume_id, desktop_name, now(), now(), error_code,
      fail_reason
    from failed
  )`;
