import type pg from 'pg';
import { indexAuditEventsWithin } from '../audit/events/indexAuditEvents.js';
import { queryBuilderOn } from '../database/connect.js';
import type { TombstoneKind } from '../database/schema/tombstoneSchema.js';
import { deletionJobs } from '../deletion/accept/acceptanceSql.js';
import { erasureStatements } from '../erasure/erasureStatements.js';
import { reasonInSql } from '../jobs/reasonInSql.js';
import { StartError } from '../system/errorCode.js';
import type { Tombstone } from '../tombstones/tombstone.js';

export interface ReplayParts {
  /** In a transaction that nothing else works beside. */
  readonly client: pg.PoolClient;
  /** Hash of a password that nobody knows: takes the place of one that was replaced since. */
  readonly lockedPasswordHash: string;
}

/** What a replay ended, by kind; kinds of which nothing was alive are left out. */
export type Replayed = ReadonlyMap<string, number>;

const chunk = 5_000;

/** The types of the jobs that tell of deletions, in SQL. */
const jobsOfDeletions = Object.values(deletionJobs)
  .map((type) => `'${type}'`)
  .join(', ');

/**
 * Ends in a database what tombstones say had ended: desktops with their ledgers and deletions, users, keys, tokens. What
 * the database knows to have ended already is left as it is, so that replaying twice is the same as once.
 *
 * Fails closed: an IAM user who was disabled stays disabled, also if he was enabled again later.
 * @param stones all of a file, in its order
 * @throws {StartError} when they are of another database
 */
export async function replayTombstones(parts: ReplayParts, stones: readonly Tombstone[]): Promise<Replayed> {
  const { client } = parts;
  // What the triggers write while we end things is taken back below: the ends have happened before.
  await client.query('lock table tombstones in exclusive mode');
  await refuseStrangers(client, stones);
  // By it an erasure finds what people did.
  await indexAuditEventsWithin(queryBuilderOn(client));
  await client.query(
    `create temp table replayed (n bigint, kind text, subject text, project_id text, ended_at timestamptz, facts text)
     on commit drop`,
  );
  for (let start = 0; start < stones.length; start += chunk)
    await load(client, stones.slice(start, start + chunk));
  await client.query(
    `delete from replayed r using tombstones t
     where t.kind = r.kind and t.subject = r.subject and t.ended_at = r.ended_at`,
  );
  const { rows } = await client.query<{ last: string }>(
    `select coalesce(max(id), 0) as last from tombstones`,
  );
  const counts = new Map<string, number>();
  for (const [kind, statements] of Object.entries(endings)) {
    let changed = 0;
    for (const statement of statements) {
      const values = statement.includes('$1') ? [parts.lockedPasswordHash] : [];
      changed = (await client.query(statement, values)).rowCount ?? 0;
    }
    if (changed > 0) counts.set(kind, changed);
  }
  await client.query('delete from tombstones where id > $1', [rows[0]?.last]);
  await client.query(
    `insert into tombstones (kind, subject, project_id, ended_at, facts)
     select kind, subject, project_id, ended_at, facts from replayed order by n`,
  );
  return counts;
}

async function refuseStrangers(client: pg.PoolClient, stones: readonly Tombstone[]): Promise<void> {
  const [first] = stones;
  if (first === undefined) return;
  const { rowCount } = await client.query(
    `select 1 from tombstones where kind = 'genesis' and subject = $1`,
    [first.subject],
  );
  if (rowCount !== 1 || first.kind !== 'genesis') {
    throw new StartError('The tombstone file belongs to another database. Nothing was changed.');
  }
}

async function load(client: pg.PoolClient, stones: readonly Tombstone[]): Promise<void> {
  await client.query(
    `insert into replayed
     select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[])`,
    [
      stones.map((stone) => stone.position),
      stones.map((stone) => stone.kind),
      stones.map((stone) => stone.subject),
      stones.map((stone) => stone.projectId),
      stones.map((stone) => stone.endedAt),
      stones.map((stone) => stone.facts),
    ],
  );
}

const dead = (kind: TombstoneKind): string => `select subject from replayed where kind = '${kind}'`;

const removedUsers = `${dead('iam-user')} and (facts::jsonb ->> 'deleted')::boolean`;

/** What a tombstone leaves out of an order. */
const usualOrder = `'{"delete_users": false, "email_notification": false, "is_force_delete": false, "plan_digest": "",
  "task_cancelled": ""}'::jsonb`;

/** Ends orders that still ran. */
const endOrders = (kind: TombstoneKind): string =>
  `with ended as (
     insert into deletion_ends (desktop_id, completed_at, replayed_at, items)
     select x.desktop_id, r.ended_at, now(), (
       select array_agg(case when (p.items[n]).ended is not null then p.items[n]
         else jsonb_populate_record(p.items[n], jsonb_build_object(
           'ended', case (p.items[n]).intent when 'detach' then 'detached' else 'absent' end,
           'endedAt', milliseconds(r.ended_at), 'grade', 'tombstone')) end order by n)
       from deletion_progress p, generate_subscripts(p.items, 1) n where p.desktop_id = x.desktop_id)
     from replayed r join deletion_orders x on x.desktop_id = r.subject::uuid
     where r.kind = '${kind}'
     on conflict (desktop_id) do nothing
     returning desktop_id
   )
   update deletion_orders set failed_since = null where desktop_id in (select desktop_id from ended)`;

/**
 * A disk, with the snapshots of it, or a snapshot that went without its desktop; where the desktop went as well, that has ended all
 * there is to end.
 */
const endPart = (kind: 'volume' | 'snapshot'): readonly string[] => [
  `insert into deletion_orders
   select (jsonb_populate_record(null::deletion_orders, ${usualOrder} || r.facts::jsonb || jsonb_build_object(
     'desktop_id', r.subject, 'project_id', r.project_id, 'kind', r.kind))).*
   from replayed r join items i on i.id = r.subject::uuid
   where r.kind = '${kind}' and r.facts is not null
   on conflict (desktop_id) do nothing`,
  endOrders(kind),
  `delete from deletion_progress where desktop_id in (select subject::uuid from replayed where kind = '${kind}')`,
  `update sub_jobs s set status = 'SUCCESS', progress = 100, end_time = r.ended_at
   from replayed r, jobs j
   where r.kind = '${kind}' and s.volume_id = r.subject and j.id = s.job_id and j.job_type = '${deletionJobs[kind]}'
     and s.status in ('WAITING', 'RUNNING')`,
  `with gone as (
     update items x set state = 'absent', absent_at = r.ended_at, asking_worker = null
     from replayed r where r.kind = '${kind}' and x.state <> 'absent'
       and (x.id = r.subject::uuid or x.id in (select k.item_id from snapshots k where k.volume_id = r.subject::uuid))
     returning x.desktop_id)
   update desktops set revision = revision + 1 where id in (select desktop_id from gone)`,
];

/**
 * What desktops have in the place of system disks that went since: without it the ledger would know of no disk that their servers begin with,
 * and nobody would ask it to go (S2). One that has gone as well by now has a tombstone of its own.
 */
const putSuccessors: readonly string[] = [
  `create temp table successors on commit drop as
   select r.subject::uuid as former, s.*
   from replayed r, jsonb_to_record(r.facts::jsonb -> 'successor') as s (id uuid, project_id text, desktop_id uuid, state text,
     ownership text, single_use_name text, provider_id text, generation text, key_id text, created_at timestamptz, asked_at timestamptz,
     engine_created_at timestamptz, volume_type text, size_gib int, iops int, throughput int, device text, image_id uuid, image_type text)
   where r.kind = 'volume' and s.id is not null
     and s.id not in (select subject::uuid from replayed where kind = 'volume')
     and exists (select from desktops d where d.id = s.desktop_id and d.gone_at is null)`,
  `update items i set place = 'past' from successors s where i.id = s.former`,
  `insert into items (id, project_id, desktop_id, kind, place, is_root, state, ownership, single_use_name, provider_id, generation, key_id,
     created_at, asked_at, engine_created_at, volume_type, size_gib, iops, throughput, device)
   select distinct on (id) id, project_id, desktop_id, 'volume', 'current', true, state, ownership, single_use_name, provider_id, generation,
     key_id, created_at, asked_at, engine_created_at, volume_type, size_gib, iops, throughput, device
   from successors order by id
   on conflict (id) do update set place = 'current', state = excluded.state, provider_id = excluded.provider_id,
     generation = excluded.generation, key_id = excluded.key_id, asked_at = excluded.asked_at,
     engine_created_at = excluded.engine_created_at, asking_worker = null
     where items.state = 'intended'`,
  `update desktops d set image_id = s.image_id, image_type = s.image_type, revision = d.revision + 1
   from successors s where d.id = s.desktop_id`,
];

const deletedMeanwhile = { en: 'The desktop was deleted.', zh: '桌面已被删除。' } as const;

/** Statements by kind; the last of each tells by its row count how much was still alive. */
const endings: Readonly<Record<Exclude<TombstoneKind, 'genesis'>, readonly string[]>> = {
  desktop: [
    `delete from desktop_group_assignments where desktop_id in (select subject::uuid from replayed where kind = 'desktop')`,
    `delete from desktop_assignments where desktop_id in (select subject::uuid from replayed where kind = 'desktop')`,
    // The deletion as it was accepted, if the database has never heard of it.
    `insert into deletion_orders
     select (jsonb_populate_record(null::deletion_orders, ${usualOrder} || r.facts::jsonb || jsonb_build_object(
       'desktop_id', r.subject, 'project_id', r.project_id, 'kind', r.kind))).*
     from replayed r join desktops d on d.id = r.subject::uuid
     where r.kind = 'desktop' and r.facts is not null
     on conflict (desktop_id) do nothing`,
    endOrders('desktop'),
    `delete from deletion_progress where desktop_id in (select subject::uuid from replayed where kind = 'desktop')`,
    `update items x set state = 'absent', absent_at = r.ended_at, asking_worker = null
     from replayed r
     where r.kind = 'desktop' and x.desktop_id = r.subject::uuid and x.state <> 'absent' and x.ownership = 'created'`,
    `update sub_jobs s set status = case when j.job_type in (${jobsOfDeletions}) then 'SUCCESS' else 'FAILED' end,
       progress = 100, end_time = r.ended_at,
       fail_reason = case when j.job_type not in (${jobsOfDeletions}) then ${reasonInSql('d', deletedMeanwhile)} end
     from replayed r join desktops d on d.id = r.subject::uuid, jobs j
     where r.kind = 'desktop' and s.desktop_id = r.subject and j.id = s.job_id and s.status in ('WAITING', 'RUNNING')`,
    `update desktops d set gone_at = r.ended_at, status = '', task_status = '', revision = d.revision + 1,
       task_job_id = null, task_due_at = null, task_worker = null, task_asked_at = null
     from replayed r where r.kind = 'desktop' and d.id = r.subject::uuid and d.gone_at is null`,
  ],
  volume: [...putSuccessors, ...endPart('volume')],
  snapshot: endPart('snapshot'),
  'desktop-user': [
    `with freed as (
       delete from desktop_assignments where user_id in (${dead('desktop-user')}) returning desktop_id)
     update desktops set revision = revision + 1 where id in (select desktop_id from freed)`,
    `delete from desktop_users where id in (${dead('desktop-user')})`,
  ],
  'user-group': [
    `with freed as (
       delete from desktop_group_assignments where group_id in (${dead('user-group')}) returning desktop_id)
     update desktops set revision = revision + 1 where id in (select desktop_id from freed)`,
    `delete from user_groups where id in (${dead('user-group')})`,
  ],
  'otp-device': [`delete from otp_devices where id in (${dead('otp-device')})`],
  'access-key': [
    `update access_keys set enabled = false where access_key in (${dead('access-key')}) and enabled`,
  ],
  token: [
    `delete from tokens where token_hash in (select decode(subject, 'hex') from replayed where kind = 'token')`,
  ],
  password: [
    `update iam_users u set password_hash = $1 from replayed r
     where r.kind = 'password' and u.id = r.subject
       and encode(sha256(convert_to(u.password_hash, 'UTF8')), 'hex') = r.facts::jsonb ->> 'digest'`,
  ],
  'iam-user': [
    `delete from tokens where user_id in (${dead('iam-user')})`,
    `with removed as (
       delete from iam_users where id in (${removedUsers}) returning id
     ), disabled as (
       update iam_users set enabled = false
       where enabled and id in (${dead('iam-user')}) and id not in (${removedUsers}) returning id
     )
     select id from removed union all select id from disabled`,
  ],
  user: erasureStatements(`(select subject as user_id, project_id from replayed where kind = 'user')`),
  'signing-key': [
    `update signing_keys set retired_at = r.ended_at, sealed_private_key = null
     from replayed r where r.kind = 'signing-key' and signing_keys.id = r.subject and retired_at is null`,
  ],
  'personal-data': [
    `update personal_data p set openings = (
       select coalesce(jsonb_object_agg(subject, fields), '{}')
       from (
         select v.subject, jsonb_object_agg(v.field, p.openings #> array[v.subject, v.field]) as fields
         from personal_values v
         where v.desktop_id = p.desktop_id and not exists (
           select from replayed r
           where r.kind = 'personal-data' and r.subject = p.desktop_id::text
             and r.facts::jsonb ->> 'subject' = v.subject and r.facts::jsonb ->> 'field' = v.field)
         group by v.subject
       ) kept
     )
     where exists (
       select from replayed r
       where r.kind = 'personal-data' and r.subject = p.desktop_id::text
         and p.openings #> array[r.facts::jsonb ->> 'subject', r.facts::jsonb ->> 'field'] is not null)`,
  ],
};
