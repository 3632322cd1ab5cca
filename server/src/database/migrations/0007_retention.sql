-- Of a deletion that ended long ago only its receipt, the other entries of the log and the tombstone stay. Everything else is
-- removed by compact_deletions, below, and in no other way: the guards of the ledger admit nothing else.
--
-- The tombstone of a desktop is its row in desktops with its tags, and a row in past_items for each of its items that was seen
-- gone, so that the scan for orphans knows them for ever. What was not seen gone stays on the ledger.

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

-- What was counted in rows that were removed, for totals that must not fall. No row before the first.
create table compacted_totals (
  one boolean primary key default true check (one),
  deletions bigint not null,
  mails bigint not null,
  mails_sent bigint not null
);

-- What is asked before anything is removed -------------------------------------------------------------------------

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

-- Guards -----------------------------------------------------------------------------------------------------------

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
create trigger kept before delete or truncate on items for each statement execute function guard_removal();
create trigger kept before delete or truncate on deletions for each statement execute function guard_removal();
create trigger kept before delete or truncate on deletion_items for each statement execute function guard_removal();
create trigger kept before delete or truncate on deletion_users for each statement execute function guard_removal();
create trigger kept before update or delete or truncate on past_items for each statement execute function refuse_removal();

create function guard_row() returns trigger language plpgsql as $$
begin
  if exists (select from desktops where id = old.desktop_id and compacted_at is not null) then
    return old;
  end if;
  raise exception 'the ledger keeps its rows: % of % is refused', tg_op, tg_table_name;
end $$;
create trigger kept_rows before delete on items for each row execute function guard_row();
create trigger kept_rows before delete on deletions for each row execute function guard_row();
create trigger kept_rows before delete on deletion_items for each row execute function guard_row();
create trigger kept_rows before delete on deletion_users for each row execute function guard_row();

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
create trigger kept_item before delete on items for each row execute function guard_item();

-- Compaction -------------------------------------------------------------------------------------------------------

-- Compacts those deletions among the candidates that ended longer ago than a time and are settled: all of each, or nothing.
-- Answers how many they were; the others are left as they are. Who deleted stays known by name, for the account's audit
-- events, which have a retention of their own.
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
  -- the erasure of a user, which writes to the same rows in another order. The number is advisoryLocks.compaction.
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
