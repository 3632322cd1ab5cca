-- The log: what is to be proven later, in a signed tree. Audit events are entries of it as well; the tables at the end make
-- them found, let a user be erased from them, and let old ones go.

-- Identity and keys ------------------------------------------------------------------------------------------------

-- Which log, and with it which installation, heads and receipts speak of. One row, made by the first start.
create table log_identity (
  one boolean primary key default true check (one),
  id uuid not null,
  created_at timestamptz not null
);

-- The keys that sign. The one that is not retired signs; retired ones stay published.
create table signing_keys (
  -- the JWK thumbprint of the public key
  id text primary key,
  public_key bytea not null,
  -- null once retired: nobody can sign with it any more
  sealed_private_key bytea,
  created_at timestamptz not null,
  retired_at timestamptz
);
create unique index signing_keys_current on signing_keys ((true)) where retired_at is null;

-- Entries ----------------------------------------------------------------------------------------------------------

-- Written in the transaction that makes them true (S17). Never removed; the one change that is allowed is below.
create table log_entries (
  -- RFC 6962: what the tree has of it
  leaf_hash bytea primary key check (leaf_hash = sha256('\x00'::bytea || payload)),
  kind text not null check (kind in
    ('acceptance', 'escalation', 'release', 'receipt', 'addendum', 'reclaim', 'key-rotation', 'erasure', 'trace',
     'checkpoint')),
  -- null: of the account as a whole, or the desktop says it
  project_id text,
  -- null: of no desktop
  desktop_id uuid,
  -- canonical JSON (RFC 8785) in UTF-8; null: an old audit event that was let go, whose hash stays in the tree
  payload bytea,
  constraint log_entries_kept check (payload is not null or kind = 'trace')
) with (toast_tuple_target = 2040);
-- Entries stay for good, and their texts are most of what stays: compressed in the row, they become a third smaller for 25 us
-- each. The other columns are `main` too: PostgreSQL would move them out of the row, 80 bytes for each, before it looked at the
-- payload.
alter table log_entries
  alter column leaf_hash set storage main,
  alter column kind set storage main,
  alter column project_id set storage main,
  alter column payload set storage main;
-- The entries of a desktop are a handful, and never asked for in an order. Sorted, its id is there once for all of them.
create index log_entries_by_desktop on log_entries (desktop_id);

-- Entries that have no place in the tree yet. Whatever is committed is taken, so nobody waits for a long transaction.
create table log_queue (
  queued_at timestamptz not null default clock_timestamp(),
  leaf_hash bytea not null,
  primary key (queued_at, leaf_hash)
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000);

-- The tree ---------------------------------------------------------------------------------------------------------

-- The entries in their order, from 0 on without gaps. No foreign keys: entries and keys are never removed.
create table log_leaves (
  index bigint primary key,
  leaf_hash bytea not null,
  -- of entries that are handed out by themselves
  key_id text,
  signature bytea,
  -- unique, and smaller than a sorted index: a hash is asked for by equality alone
  constraint log_leaves_leaf_hash_key exclude using hash (leaf_hash with =)
);

-- The nodes over whole subtrees.
create table log_nodes (
  -- 1: over two leaves
  level smallint not null,
  position bigint not null,
  hash bytea not null,
  primary key (level, position)
);

create table log_heads (
  size bigint primary key,
  root bytea not null,
  -- signed envelope
  envelope jsonb not null,
  signed_at timestamptz not null
);

-- Statements that the audit events among the first entries of the log may be let go, all of them older than a time. Each is an
-- entry of the log itself.
create table log_checkpoints (
  leaf_hash bytea primary key references log_entries (leaf_hash),
  -- of the entries before this one in the tree
  upto bigint not null,
  before timestamptz not null
);

create function refuse_log_change() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only: % of % is refused', tg_op, tg_table_name;
end $$;
create trigger append_only before delete or truncate on log_entries
  for each statement execute function refuse_log_change();
create trigger append_only before update or delete or truncate on log_leaves
  for each statement execute function refuse_log_change();
create trigger append_only before update or delete or truncate on log_nodes
  for each statement execute function refuse_log_change();
create trigger append_only before update or delete or truncate on log_heads
  for each statement execute function refuse_log_change();
create trigger append_only before update or delete or truncate on log_checkpoints
  for each statement execute function refuse_log_change();

-- The one change that the log allows: an audit event loses its payload once a checkpoint that covers it has its own place in
-- the tree.
create function refuse_all_but_letting_go() returns trigger language plpgsql as $$
begin
  if old.kind = 'trace' and old.payload is not null and new.payload is null
    and (new.leaf_hash, new.kind) = (old.leaf_hash, old.kind)
    and (new.project_id, new.desktop_id) is not distinct from (old.project_id, old.desktop_id)
    and exists (
      select from log_leaves own
      join log_checkpoints c on own.index < c.upto
      join log_leaves sealed on sealed.leaf_hash = c.leaf_hash
      where own.leaf_hash = old.leaf_hash
        and (convert_from(old.payload, 'UTF8')::jsonb -> 'trace' ->> 'record_time')::timestamptz < c.before)
  then
    return new;
  end if;
  raise exception 'the log is append-only: % of % is refused', tg_op, tg_table_name;
end $$;
create trigger lets_go_of_audit_events before update on log_entries
  for each row execute function refuse_all_but_letting_go();

-- Personal values that the log only commits to. Without salt and value a commitment says nothing, and still verifies.
create table personal_data (
  desktop_id uuid not null,
  -- 'desktop', 'actor' or 'user:<id>'
  subject text not null,
  field text not null,
  salt bytea,
  value text,
  primary key (desktop_id, subject, field),
  check ((salt is null) = (value is null))
);

-- Audit events -----------------------------------------------------------------------------------------------------

-- Who did what, or was refused it: where audit events are looked up. Made from the entries by the trigger below, so that it
-- says what they say; not in backups. Columns are called as in the API, which calls an audit event a trace.
create table audit_events (
  trace_id uuid primary key,
  leaf_hash bytea not null,
  -- the account of whoever called
  domain_id text,
  project_id text,
  desktop_id uuid,
  recorded_at timestamptz not null,
  request_id text not null,
  trace_name text not null,
  rating text not null,
  code text not null,
  service_type text not null,
  resource_type text,
  resource_id text,
  user_id text
);
-- Small ones: moments are nearly unique, and ids of resources and users are of one account anyway.
create index audit_events_by_time on audit_events (domain_id, recorded_at);
create index audit_events_by_resource on audit_events (resource_id, recorded_at);
create index audit_events_by_user on audit_events (user_id, recorded_at);
create index audit_events_by_request on audit_events using hash (request_id);

-- The project of an entry about a desktop is that desktop's, and is not written down again; the event in it says it too.
-- Reads each new entry once: without the fence (offset 0) it would be parsed again for each column (seen: half the cost of
-- accepting a deletion).
create function index_audit_events() returns trigger language plpgsql as $$
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
create trigger index_audit_events after insert on log_entries
  referencing new table as added for each statement execute function index_audit_events();

-- Names and addresses that audit events only commit to; salt and value can be emptied without breaking a proof.
create table audit_event_values (
  trace_id uuid not null,
  -- 'actor' or 'resource'
  subject text not null,
  field text not null,
  salt bytea,
  value text,
  primary key (trace_id, subject, field),
  check ((salt is null) = (value is null))
);
