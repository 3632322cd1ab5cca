-- Reads each new entry once: without the fence it would be parsed again for each column (seen: half the cost of accepting a
-- deletion).
create or replace function index_audit_events() returns trigger language plpgsql as $$
begin
  insert into audit_events (trace_id, leaf_hash, domain_id, project_id, desktop_id, recorded_at, request_id, trace_name, rating,
    code, service_type, resource_type, resource_id, user_id)
  select (t ->> 'trace_id')::uuid, leaf_hash, t -> 'user' -> 'domain' ->> 'id', project_id, desktop_id,
    (t ->> 'record_time')::timestamptz, t ->> 'request_id', t ->> 'trace_name', t ->> 'trace_rating', t ->> 'code',
    t ->> 'service_type', t ->> 'resource_type', t ->> 'resource_id', t -> 'user' ->> 'id'
  from (
    select leaf_hash, project_id, desktop_id, convert_from(payload, 'UTF8')::jsonb -> 'trace' as t
    from added where kind in ('trace', 'acceptance', 'escalation') and payload is not null
    offset 0
  ) entry
  where t is not null;
  return null;
end $$;

-- What is written with a deletion was checked row by row against rows that are written by the same statement or can never go
-- (seen: a third of the cost of an acceptance, and every deletion of a project locking the project's one row). Now no row of
-- the ledger can be removed at all, which a reference to it did not see to.
create function refuse_removal() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger keeps its rows: % of % is refused', tg_op, tg_table_name;
end $$;
create trigger kept before delete or truncate on desktops for each statement execute function refuse_removal();
create trigger kept before delete or truncate on items for each statement execute function refuse_removal();
create trigger kept before delete or truncate on deletions for each statement execute function refuse_removal();
create trigger kept before delete or truncate on deletion_items for each statement execute function refuse_removal();
create trigger kept before delete or truncate on deletion_users for each statement execute function refuse_removal();

alter table deletions
  drop constraint deletions_desktop_id_fkey,
  drop constraint deletions_project_id_fkey,
  add foreign key (desktop_id, project_id) references desktops (id, project_id);
alter table deletion_items
  drop constraint deletion_items_item_id_fkey,
  drop constraint deletion_items_desktop_id_fkey,
  drop constraint deletion_items_pkey,
  -- the items of a desktop side by side
  add primary key (desktop_id, item_id);
drop index deletion_items_by_desktop;
alter table deletion_users drop constraint deletion_users_desktop_id_fkey;
alter table jobs drop constraint jobs_project_id_fkey;
alter table sub_jobs
  drop constraint sub_jobs_job_id_project_id_fkey,
  add foreign key (job_id) references jobs (id);
alter table jobs drop constraint jobs_id_project_id_key;
alter table audit_events drop constraint audit_events_leaf_hash_fkey;
alter table log_leaves
  drop constraint log_leaves_leaf_hash_fkey,
  drop constraint log_leaves_key_id_fkey;

-- deletions_by_time and deletions_open answer the same questions.
drop index deletions_by_state;
drop index audit_events_by_entry;

-- A claim touches no index: the item stays where it is in the order of what is due, and is passed over until the claim has
-- run out or its worker is dead.
alter table deletion_items add column claimed_until timestamptz;
drop index deletion_items_claimed;

-- An address is free again when its port was seen absent, not before (L6). As a column of its own, so that the end of any
-- other item touches no index.
drop index items_by_address;
alter table items add column held_address inet
  generated always as (case when state <> 'absent' then address end) stored;
create unique index items_by_address on items (subnet_id, held_address) where held_address is not null;

-- Room for the next version of a row on the same page keeps it out of the indexes.
alter table desktops set (fillfactor = 60);
alter table items set (fillfactor = 60);
alter table deletion_items set (fillfactor = 40);

-- Entries of usual size stay as they are: compressing each costs more than what it saves.
alter table log_entries set (toast_tuple_target = 4096);
