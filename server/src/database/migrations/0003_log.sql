-- Which log, and with it which installation, heads and receipts speak of. One row, made by the first start.
create table log_identity (
  one boolean primary key default true check (one),
  id uuid not null,
  created_at timestamptz not null
);

-- The keys that sign; the one that is not retired signs what comes. Retired ones stay published.
create table signing_keys (
  -- the JWK thumbprint of the public key
  id text primary key,
  public_key bytea not null,
  sealed_private_key bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz
);
create unique index signing_keys_current on signing_keys ((true)) where retired_at is null;

-- What is to be proven, written in the transaction that makes it true (S17). Never changed, never removed.
create table log_entries (
  -- RFC 6962: what the tree has of it
  leaf_hash bytea primary key check (leaf_hash = sha256('\x00'::bytea || payload)),
  kind text not null check (kind in ('acceptance', 'escalation', 'release', 'receipt', 'addendum', 'reclaim')),
  project_id text not null,
  desktop_id uuid not null,
  -- canonical JSON (RFC 8785) in UTF-8
  payload bytea not null
);
create index log_entries_by_desktop on log_entries (desktop_id, kind);

-- Entries that have no place in the tree yet. Whatever is committed is taken, so nobody waits for a long transaction.
create table log_queue (
  queued_at timestamptz not null default clock_timestamp(),
  leaf_hash bytea not null,
  primary key (queued_at, leaf_hash)
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000);

-- The tree: entries in their order, without gaps from 0 on, and the nodes over whole subtrees.
create table log_leaves (
  index bigint primary key,
  leaf_hash bytea not null unique references log_entries (leaf_hash),
  -- of those that are handed out by themselves
  key_id text references signing_keys (id),
  signature bytea
);
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

create function refuse_log_change() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only: % of % is refused', tg_op, tg_table_name;
end $$;
create trigger append_only before update or delete or truncate on log_entries
  for each statement execute function refuse_log_change();
create trigger append_only before update or delete or truncate on log_leaves
  for each statement execute function refuse_log_change();
create trigger append_only before update or delete or truncate on log_nodes
  for each statement execute function refuse_log_change();
create trigger append_only before update or delete or truncate on log_heads
  for each statement execute function refuse_log_change();

-- Personal values that the log only commits to. Without salt and value a commitment says nothing and verifies still.
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

-- Who saw it go, for the receipt.
alter table deletion_items add column observed_by text;
