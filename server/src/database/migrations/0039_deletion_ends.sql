-- A deletion is written once, when it is ordered. Its end is a row of its own, so that no index learns of it twice. What is known of
-- the items is kept as PostgreSQL keeps rows: a third of its JSON.

-- One item of a deletion, with the names of deletion/ledger/itemState.ts; times are milliseconds since 1970.
create type item_state as (
  id uuid, kind text, intent text, stage integer, ended text, "endedAt" float8, grade text, "keyDestroyedAt" float8,
  "observedBy" text, "releasedBy" text, "releaseReason" text, "firstAskedAt" float8, "askedAt" float8, asks integer,
  attempts integer, "seenAbsent" integer, "firstAbsentAt" float8, "lastError" text, "dueAt" float8
);

create function item_states(items jsonb) returns item_state[] immutable strict parallel safe language sql as $$
  select array(select jsonb_populate_recordset(null::item_state, items))
$$;
create function item_states_json(items item_state[]) returns jsonb immutable strict parallel safe language sql as $$
  select jsonb_strip_nulls(to_jsonb(items))
$$;

drop view deletion_items, shown_sub_jobs, derived_sub_jobs;
drop function hurried(jsonb);

create table deletion_ends (
  desktop_id uuid primary key,
  completed_at timestamptz not null,
  -- what became of the items; null: made by a replay of tombstones, which knows of none
  items item_state[],
  -- when a replay of tombstones ended it again: this log has no receipt of it
  replayed_at timestamptz
);
insert into deletion_ends (desktop_id, completed_at, items, replayed_at)
select desktop_id, completed_at, item_states(items), replayed_at from deletions where state = 'done';
-- Oldest first: what may be compacted.
create index deletion_ends_by_time on deletion_ends (completed_at);

alter table deletions rename to deletion_orders;
-- Each user's row is written once more, at the end: within its page.
alter table deletion_users set (fillfactor = 50);
-- With them go the indexes of what is open and of what is done.
alter table deletion_orders drop column state, drop column completed_at, drop column items, drop column replayed_at;

alter table deletion_progress add column states item_state[];
update deletion_progress set states = item_states(items);
alter table deletion_progress drop column items;
alter table deletion_progress rename column states to items;
alter table deletion_progress alter column items set not null;

-- A deletion with its end. One that keeps failing is shown as failed until it ends.
create view deletions as
select o.*, case when e.desktop_id is not null then 'done' when o.failed_since is not null then 'failed' else 'running' end as state,
  e.completed_at, e.items, e.replayed_at
from deletion_orders o left join deletion_ends e using (desktop_id);

-- Item by item, as it is read.
create view deletion_items as
select d.desktop_id, i.id as item_id, i.kind, i.intent, i.stage, i.ended, to_timestamp(i."endedAt" / 1000) as ended_at,
  i.grade as absence_grade, to_timestamp(i."keyDestroyedAt" / 1000) as key_destroyed_at, i."observedBy" as observed_by,
  i."releasedBy" as released_by, i."releaseReason" as release_reason, to_timestamp(i."firstAskedAt" / 1000) as first_asked_at,
  to_timestamp(i."askedAt" / 1000) as asked_at, coalesce(i.asks, 0) as asks, coalesce(i.attempts, 0) as attempts,
  coalesce(i."seenAbsent", 0) as seen_absent, to_timestamp(i."firstAbsentAt" / 1000) as first_absent_at,
  i."lastError" as last_error, p.worker
from deletion_orders d left join deletion_progress p using (desktop_id) left join deletion_ends e using (desktop_id)
cross join lateral unnest(coalesce(p.items, e.items)) as i;

-- The items of a running deletion, to be looked at and asked to go anew without any further wait.
create function hurried(items item_state[]) returns item_state[] immutable language sql as $$
  select array(
    select case when (items[n]).ended is not null then items[n]
      else jsonb_populate_record(items[n], '{"dueAt": null, "askedAt": null}') end
    from generate_subscripts(items, 1) n order by n)
$$;

create view derived_sub_jobs as
select md5(x.job_id::text || x.desktop_id::text)::uuid as id, x.job_id, x.project_id, x.position,
  case when x.state = 'done' then 'SUCCESS' when p.ended > 0 then 'RUNNING' else 'WAITING' end as status,
  case when x.state = 'done' then 100 when p.ended > 0 then round(100.0 * p.ended / p.total)::integer else 0 end as progress,
  x.desktop_id::text as desktop_id, null::text as product_id, null::text as user_name, null::text as user_id,
  d.computer_name as desktop_name, null::text as ip_address, null::text as error_code, null::text as fail_reason,
  j.begin_time, x.completed_at as end_time, j.job_type, j.begin_time as job_begin_time, x.desktop_id as deletion
from deletions x join jobs j on j.id = x.job_id join desktops d on d.id = x.desktop_id
left join lateral (
  select count(item.ended) as ended, count(*) as total
  from deletion_progress p, unnest(p.items) item where x.state <> 'done' and p.desktop_id = x.desktop_id
) p on true;

-- All sub-jobs, as they are shown. One that joined is as far as the deletion that it joined.
create view shown_sub_jobs as
select s.id, s.job_id, s.project_id, s.position, case when p.ended > 0 then 'RUNNING' else s.status end as status,
  case when p.ended > 0 then round(100.0 * p.ended / p.total)::integer else s.progress end as progress, s.desktop_id, s.product_id,
  s.user_name, s.user_id, s.desktop_name, s.ip_address, s.error_code, s.fail_reason, s.begin_time, s.end_time, j.job_type,
  j.begin_time as job_begin_time, null::uuid as deletion
from sub_jobs s join jobs j on j.id = s.job_id
left join lateral (
  select count(item.ended) as ended, count(*) as total
  from deletion_progress p, unnest(p.items) item
  where p.desktop_id = case when s.status = 'WAITING' and j.job_type = 'deleteDesktops' then s.desktop_id::uuid end
) p on true
union all
select * from derived_sub_jobs;

-- No running deletion loses its progress: it would never end.
create or replace function guard_progress() returns trigger language plpgsql as $$
begin
  if exists (
    select from removed r join deletion_orders d using (desktop_id)
    where not exists (select from deletion_ends e where e.desktop_id = r.desktop_id))
  then
    raise exception 'the ledger keeps its rows: % of % is refused', tg_op, tg_table_name;
  end if;
  return null;
end $$;

create trigger kept before delete or truncate on deletion_ends for each statement execute function guard_removal();
create trigger kept_rows before delete on deletion_ends for each row execute function guard_row();

-- With the deletion as it was ordered, so that a replay can end it; without what is as it usually is. A tombstone needs no items: what
-- a replay ends was all seen gone.
create or replace function bury_desktop() returns trigger language plpgsql as $$
begin
  insert into tombstones (kind, subject, project_id, ended_at, facts)
  select 'desktop', new.id, new.project_id, new.gone_at, (
    select jsonb_strip_nulls(jsonb_build_object('accepted_at', o.accepted_at, 'accepted_by', o.accepted_by, 'request_id', o.request_id,
      'engine', o.engine, 'job_id', o.job_id, 'position', o.position, 'raised_at', o.raised_at, 'delete_users', nullif(o.delete_users, false),
      'email_notification', nullif(o.email_notification, false), 'is_force_delete', nullif(o.is_force_delete, false),
      'plan_digest', nullif(o.plan_digest, ''), 'task_cancelled', nullif(o.task_cancelled, '')))::text
    from deletion_orders o where o.desktop_id = new.id);
  return null;
end $$;
