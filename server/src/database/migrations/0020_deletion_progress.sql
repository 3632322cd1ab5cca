-- A deletion that runs has one row of progress, which goes with its end. What became of its items is then kept with the deletion.

create table deletion_progress (
  desktop_id uuid primary key,
  -- what is known of each item, in the order of its stages; what is not known yet is left out
  items jsonb not null,
  -- up to which stage items may have been asked to go, and since when
  stage integer not null,
  opened_at timestamptz not null,
  -- raised by every write, so that nobody writes who has not seen what is there
  version integer not null default 0,
  due_at timestamptz not null,
  -- failed turns in a row, of the item with the most
  attempts integer not null default 0,
  -- A claim touches no index: the deletion keeps its place in the order of what is due, and is passed over until the claim has
  -- expired or its worker is dead.
  claimed_until timestamptz,
  worker uuid
) with (fillfactor = 50);
-- What keeps failing waits apart, so that a crowd of it does not hold up the rest (L7).
create index deletion_progress_due on deletion_progress (due_at) where attempts < 10;
create index deletion_progress_failing on deletion_progress (due_at) where attempts >= 10;

-- Null as long as it runs.
alter table deletions add column items jsonb;
-- An operator stopped waiting for it: nobody saw it go.
alter table items add column released boolean not null default false;

create function milliseconds(moment timestamptz) returns bigint immutable strict parallel safe language sql as $$
  select floor(extract(epoch from moment) * 1000)::bigint
$$;

-- What was kept row by row until now.
create temp table earlier on commit drop as
select i.desktop_id, d.state, min(d.accepted_at) as accepted_at, coalesce(min(stage) filter (where ended is null), 0) as stage,
  coalesce(min(i.due_at), now()) as due_at, coalesce(max(attempts) filter (where ended is null), 0) as attempts,
  jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', item_id, 'kind', kind, 'intent', intent, 'stage', stage, 'ended', ended,
    'endedAt', milliseconds(ended_at), 'grade', absence_grade, 'keyDestroyedAt', milliseconds(key_destroyed_at),
    'observedBy', observed_by, 'releasedBy', released_by, 'releaseReason', release_reason,
    'firstAskedAt', milliseconds(first_asked_at), 'askedAt', milliseconds(asked_at), 'asks', nullif(asks, 0),
    'attempts', nullif(attempts, 0), 'seenAbsent', nullif(seen_absent, 0), 'firstAbsentAt', milliseconds(first_absent_at),
    'lastError', last_error)) order by stage, item_id) as items
from deletion_items i join deletions d using (desktop_id)
group by i.desktop_id, d.state;

insert into deletion_progress (desktop_id, items, stage, opened_at, due_at, attempts)
select d.desktop_id, coalesce(e.items, '[]'), coalesce(e.stage, 0), d.accepted_at, coalesce(e.due_at, now()), coalesce(e.attempts, 0)
from deletions d left join earlier e using (desktop_id) where d.state <> 'done';
update deletions d set items = e.items from earlier e where e.desktop_id = d.desktop_id and e.state = 'done';
update items i set released = true from deletion_items x where x.item_id = i.id and x.ended = 'released';

drop table deletion_items;

-- Item by item, as it is read.
create view deletion_items as
select d.desktop_id, i.id as item_id, i.kind, i.intent, i.stage, i.ended, to_timestamp(i."endedAt" / 1000) as ended_at,
  i.grade as absence_grade, to_timestamp(i."keyDestroyedAt" / 1000) as key_destroyed_at, i."observedBy" as observed_by,
  i."releasedBy" as released_by, i."releaseReason" as release_reason, to_timestamp(i."firstAskedAt" / 1000) as first_asked_at,
  to_timestamp(i."askedAt" / 1000) as asked_at, coalesce(i.asks, 0) as asks, coalesce(i.attempts, 0) as attempts,
  coalesce(i."seenAbsent", 0) as seen_absent, to_timestamp(i."firstAbsentAt" / 1000) as first_absent_at,
  i."lastError" as last_error, p.worker
from deletions d left join deletion_progress p using (desktop_id)
cross join lateral jsonb_to_recordset(coalesce(p.items, d.items)) as i (id uuid, kind text, intent text, stage integer, ended text,
  "endedAt" float8, grade text, "keyDestroyedAt" float8, "observedBy" text, "releasedBy" text, "releaseReason" text,
  "firstAskedAt" float8, "askedAt" float8, asks integer, attempts integer, "seenAbsent" integer, "firstAbsentAt" float8,
  "lastError" text);

-- The items of a running deletion, to be looked at and asked to go anew without any further wait.
create function hurried(items jsonb) returns jsonb immutable language sql as $$
  select coalesce(jsonb_agg(case when item ? 'ended' then item else item - 'dueAt' - 'askedAt' end order by place), '[]')
  from jsonb_array_elements(items) with ordinality as each (item, place)
$$;

-- No running deletion loses its progress: it would never end.
create function guard_progress() returns trigger language plpgsql as $$
begin
  if exists (select from removed r join deletions d using (desktop_id) where d.state <> 'done') then
    raise exception 'the ledger keeps its rows: % of % is refused', tg_op, tg_table_name;
  end if;
  return null;
end $$;
create trigger kept after delete on deletion_progress referencing old table as removed
  for each statement execute function guard_progress();
create trigger kept_whole before truncate on deletion_progress for each statement execute function refuse_removal();

-- A tombstone needs no items: what a replay ends was all seen gone.
create or replace function bury_desktop() returns trigger language plpgsql as $$
begin
  insert into tombstones (kind, subject, project_id, ended_at, facts)
  values ('desktop', new.id, new.project_id, new.gone_at, (
    select jsonb_strip_nulls(
      to_jsonb(deletions) - array['desktop_id', 'project_id', 'state', 'completed_at', 'failed_since', 'items'])::text
    from deletions where desktop_id = new.id));
  return null;
end $$;
