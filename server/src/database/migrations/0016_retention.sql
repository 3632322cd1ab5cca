-- Of a deletion that ended long ago only its receipt, the other entries of the log and the tombstone stay. Everything else goes
-- through compact_deletions, below, and no other way: the guards of the ledger admit nothing else.

-- The tombstone of a desktop is its row in desktops with its tags, and a row here for each of its items that was seen gone, so
-- that the orphan scan knows them for ever. What was not seen gone stays on the ledger.
alter table desktops add column compacted_at timestamptz;
create table past_items (
  item_id uuid not null,
  desktop_id uuid not null,
  kind text not null,
  ownership text not null,
  single_use_name text not null,
  provider_id text,
  generation text,
  -- whether it was ever asked for
  asked boolean not null
);
-- Only ever asked for by equality; a third of the size of ordered ones.
create index past_items_by_name on past_items using hash (single_use_name);
create index past_items_by_provider on past_items using hash (provider_id);
create index past_items_by_desktop on past_items (desktop_id);

-- What was counted in rows that are gone, for totals that must not fall. No row before the first.
create table compacted_totals (
  one boolean primary key default true check (one),
  deletions bigint not null,
  mails bigint not null,
  mails_sent bigint not null
);

-- Oldest first: what may be looked at.
create index deletions_done on deletions (completed_at) where state = 'done';

-- An orphaned item that is reclaimed may be on record as a past one.
alter table orphan_reclaims drop constraint orphan_reclaims_item_id_fkey;

-- What stays for good is written small. These texts are most of it, and become a third smaller for 25 us each.
-- The other columns are `main` too: PostgreSQL would move them out of the row, 80 bytes for each, before it looked at the payload.
alter table log_entries alter column payload set storage main, alter column leaf_hash set storage main,
  alter column kind set storage main, alter column project_id set storage main, set (toast_tuple_target = 2040);
-- The entries of a desktop are a handful, and never asked for in an order. Sorted, its id is there once for all of them.
drop index log_entries_by_desktop;
create index log_entries_by_desktop on log_entries (desktop_id);
-- A hash is asked for by equality alone, and stays unique.
alter table log_leaves drop constraint log_leaves_leaf_hash_key,
  add constraint log_leaves_leaf_hash_key exclude using hash (leaf_hash with =);
-- Ids of resources and users are of one account anyway, and moments nearly unique.
drop index audit_events_by_time;
drop index audit_events_by_resource;
drop index audit_events_by_user;
drop index audit_events_by_request;
create index audit_events_by_time on audit_events (domain_id, recorded_at);
create index audit_events_by_resource on audit_events (resource_id, recorded_at);
create index audit_events_by_user on audit_events (user_id, recorded_at);
create index audit_events_by_request on audit_events using hash (request_id);
drop index tombstones_of_users;
create index tombstones_of_users on tombstones using hash (subject) where kind in ('desktop-user', 'user');
-- The project of an entry about a desktop is that desktop's, and is not written down again; the trace in it says it too.
create or replace function index_audit_events() returns trigger language plpgsql as $$
begin
  insert into audit_events (trace_id, leaf_hash, domain_id, project_id, desktop_id, recorded_at, request_id, trace_name, rating,
    code, service_type, resource_type, resource_id, user_id)
  select (t ->> 'trace_id')::uuid, leaf_hash, t -> 'user' -> 'domain' ->> 'id', coalesce(project_id, t ->> 'project_id'),
    desktop_id, (t ->> 'record_time')::timestamptz, t ->> 'request_id', t ->> 'trace_name', t ->> 'trace_rating',
    t ->> 'code', t ->> 'service_type', t ->> 'resource_type', t ->> 'resource_id', t -> 'user' ->> 'id'
  from (
    select leaf_hash, project_id, desktop_id, convert_from(payload, 'UTF8')::jsonb -> 'trace' as t
    from added where kind in ('trace', 'acceptance', 'escalation') and payload is not null
    offset 0
  ) entry
  where t is not null;
  return null;
end $$;
-- A tombstone says once what it says.
create or replace function bury_desktop() returns trigger language plpgsql as $$
begin
  insert into tombstones (kind, subject, project_id, ended_at, facts)
  values ('desktop', new.id, new.project_id, new.gone_at, (
    select jsonb_strip_nulls(
      to_jsonb(deletions) - array['desktop_id', 'project_id', 'state', 'completed_at', 'failed_since'])::text
    from deletions where desktop_id = new.id));
  return null;
end $$;

-- Whether nothing about a deletion is open any more: it is done, all that the log has of its desktop is within the signed head,
-- the receipt with its own signature, and no mail about it is still to be sent.
create function deletion_is_settled(wanted uuid) returns boolean stable language sql as $$
  select exists (
      select from deletions x join desktops d on d.id = x.desktop_id
      where x.desktop_id = wanted and x.state = 'done' and x.completed_at is not null and d.gone_at is not null)
    and exists (
      select from log_entries e join log_leaves l using (leaf_hash)
      where e.desktop_id = wanted and e.kind = 'receipt' and l.signature is not null)
    and not exists (
      select from log_entries e
      where e.desktop_id = wanted and not exists (
        select from log_leaves l
        where l.leaf_hash = e.leaf_hash and l.index < (select size from log_heads order by size desc limit 1)))
    and not exists (select from mails m where m.desktop_id = wanted and m.due_at is not null)
$$;

-- Whether the transaction is in the middle of compact_deletions.
create function is_compacting() returns boolean language sql as $$
  select coalesce(current_setting('deskplane.compacting', true), '') = coalesce(pg_current_xact_id_if_assigned()::text, '-')
$$;

-- A tombstone is closed once, for a deletion of which nothing is open.
create function guard_tombstone() returns trigger language plpgsql as $$
begin
  if old.compacted_at is null and is_compacting() and deletion_is_settled(old.id) then
    return new;
  end if;
  raise exception 'the ledger keeps its rows: the tombstone of % stays as it is', old.id;
end $$;
create trigger closed before update of compacted_at on desktops for each row
  when (old.compacted_at is distinct from new.compacted_at) execute function guard_tombstone();

-- A row of the ledger goes only with its deletion, and an item only if it was seen gone and the tombstone knows it.
create function guard_removal() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and is_compacting() then
    return null;
  end if;
  raise exception 'the ledger keeps its rows: % of % is refused', tg_op, tg_table_name;
end $$;
create function guard_row() returns trigger language plpgsql as $$
begin
  if exists (select from desktops where id = old.desktop_id and compacted_at is not null) then
    return old;
  end if;
  raise exception 'the ledger keeps its rows: % of % is refused', tg_op, tg_table_name;
end $$;
create function guard_item() returns trigger language plpgsql as $$
begin
  if old.state = 'absent' and exists (
    select from past_items p
    where p.single_use_name = old.single_use_name and p.item_id = old.id and p.desktop_id = old.desktop_id
      and (p.provider_id, p.generation) is not distinct from (old.provider_id, old.generation))
  then
    return old;
  end if;
  raise exception 'the ledger keeps its rows: % of % is refused', tg_op, tg_table_name;
end $$;
do $$
declare
  ledger text;
begin
  foreach ledger in array array['items', 'deletions', 'deletion_items', 'deletion_users'] loop
    execute format('drop trigger kept on %I', ledger);
    execute format('create trigger kept before delete or truncate on %I for each statement execute function guard_removal()', ledger);
    execute format('create trigger kept_rows before delete on %I for each row execute function guard_row()', ledger);
  end loop;
end $$;
create trigger kept_item before delete on items for each row execute function guard_item();
create trigger kept before update or delete or truncate on past_items for each statement execute function refuse_removal();

-- Names and addresses that go with a deletion leave no tombstone of their own: a backup that still has them has the whole
-- deletion, and lets it go again.
create or replace function bury_personal_data() returns trigger language plpgsql as $$
begin
  if is_compacting() then
    return null;
  end if;
  insert into tombstones (kind, subject, facts)
  values ('personal-data', old.desktop_id::text,
    jsonb_build_object('subject', old.subject, 'field', old.field)::text);
  return null;
end $$;

-- Lets go what is no longer needed of those deletions among the candidates that ended longer ago than a time and are settled:
-- all of each, or nothing. Answers how many they were; the others are left as they are. Who deleted stays known by name, for the
-- account's traces, which have a retention of their own.
create function compact_deletions(candidates uuid[], keep interval) returns integer language plpgsql as $$
declare
  ripe uuid[];
  ripe_texts text[];
  touched_jobs uuid[];
  went record;
begin
  if keep is null or keep < interval '1 day' then
    raise exception 'deletions are kept whole for a day at least, not %', keep;
  end if;
  -- One at a time: of two over the desktops of one job neither would see that the other leaves nothing of it. And never beside
  -- the erasure of a person, which writes to the same rows in another order.
  if not pg_try_advisory_xact_lock(7314008) then
    return 0;
  end if;
  select array_agg(desktop_id), array_agg(desktop_id::text) into ripe, ripe_texts
  from (
    select desktop_id from deletions
    where desktop_id = any(candidates) and state = 'done' and completed_at <= now() - keep
      and deletion_is_settled(desktop_id)
    order by desktop_id for update skip locked
  ) settled;
  if ripe is null then
    return 0;
  end if;
  perform set_config('deskplane.compacting', pg_current_xact_id()::text, true);

  insert into past_items (item_id, desktop_id, kind, ownership, single_use_name, provider_id, generation, asked)
  select id, desktop_id, kind, ownership, single_use_name, provider_id, generation, asked_at is not null
  from items where desktop_id = any(ripe) and state = 'absent';
  -- A desktop is often called after its user. What it was like is not needed either, but for a port that may still be there.
  update desktops d
  set compacted_at = now(), computer_name = '', desktop_type = '', product_id = '', image_type = '', availability_zone = '',
    ou_name = null, security_group_ids = case
      when exists (select from items i where i.desktop_id = d.id and i.state <> 'absent') then security_group_ids else '{}' end
  where id = any(ripe);

  delete from deletion_items x using items i
  where x.desktop_id = any(ripe) and i.id = x.item_id and i.state = 'absent';
  delete from items where desktop_id = any(ripe) and state = 'absent';
  delete from deletion_users where desktop_id = any(ripe);
  delete from deletions where desktop_id = any(ripe);
  delete from desktop_detachments where desktop_id = any(ripe);
  delete from personal_data where desktop_id = any(ripe) and subject <> 'actor';
  with gone as (delete from mails where desktop_id = any(ripe) returning sent_at)
  select count(*) as mails, count(sent_at) as sent into went from gone;
  insert into compacted_totals as t (deletions, mails, mails_sent)
  values (cardinality(ripe), went.mails, went.sent)
  on conflict (one) do update set deletions = t.deletions + excluded.deletions, mails = t.mails + excluded.mails,
    mails_sent = t.mails_sent + excluded.mails_sent;

  -- A job goes as a whole, once it tells of nothing else.
  select array_agg(distinct s.job_id) into touched_jobs
  from sub_jobs s
  where s.desktop_id = any(ripe_texts) and not exists (
    select from sub_jobs other
    where other.job_id = s.job_id and (other.status in ('WAITING', 'RUNNING') or exists (
      select from desktops d
      where d.id = case when other.desktop_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then other.desktop_id::uuid end
        and d.project_id = other.project_id and d.compacted_at is null)));
  delete from sub_jobs where job_id = any(touched_jobs);
  delete from jobs where id = any(touched_jobs);

  perform set_config('deskplane.compacting', '', true);
  return cardinality(ripe);
end $$;
