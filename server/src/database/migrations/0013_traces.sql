-- Traces: who did what, or was refused it. They are entries of the log like every other; what is beside them here makes them
-- found, lets a person be forgotten, and lets old ones go.

alter table log_entries
  -- what concerns an account as a whole has neither
  alter column project_id drop not null,
  alter column desktop_id drop not null,
  -- null: an old trace that was let go; its hash stays in the tree
  alter column payload drop not null,
  add constraint log_entries_kept check (payload is not null or kind = 'trace'),
  drop constraint log_entries_kind_check,
  add constraint log_entries_kind_check check (kind in
    ('acceptance', 'escalation', 'release', 'receipt', 'addendum', 'reclaim', 'key-rotation', 'erasure', 'trace',
     'checkpoint'));

-- Statements that the traces among the first entries of the log may be let go, all of them older than a time. Each is an entry
-- of the log itself.
create table log_checkpoints (
  leaf_hash bytea primary key references log_entries (leaf_hash),
  -- of the entries before this one in the tree
  upto bigint not null,
  before timestamptz not null
);
create trigger append_only before update or delete or truncate on log_checkpoints
  for each statement execute function refuse_log_change();

-- The one change that the log allows: a trace loses its payload once a checkpoint that covers it has its own place in the tree.
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
drop trigger append_only on log_entries;
create trigger append_only before delete or truncate on log_entries
  for each statement execute function refuse_log_change();
create trigger lets_go_of_audit_events before update on log_entries
  for each row execute function refuse_all_but_letting_go();

-- Where traces are looked up. Made from the entries by the trigger below, so that it says what they say; not in backups.
create table audit_events (
  trace_id uuid primary key,
  leaf_hash bytea not null references log_entries (leaf_hash),
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
create index audit_events_by_time on audit_events (domain_id, recorded_at, trace_id);
create index audit_events_by_resource on audit_events (domain_id, resource_id, recorded_at, trace_id);
create index audit_events_by_user on audit_events (domain_id, user_id, recorded_at, trace_id);
create index audit_events_by_request on audit_events (request_id);
create index audit_events_by_entry on audit_events (leaf_hash);

create function index_audit_events() returns trigger language plpgsql as $$
begin
  insert into audit_events (trace_id, leaf_hash, domain_id, project_id, desktop_id, recorded_at, request_id, trace_name, rating,
    code, service_type, resource_type, resource_id, user_id)
  select (t ->> 'trace_id')::uuid, leaf_hash, t -> 'user' -> 'domain' ->> 'id', project_id, desktop_id,
    (t ->> 'record_time')::timestamptz, t ->> 'request_id', t ->> 'trace_name', t ->> 'trace_rating', t ->> 'code',
    t ->> 'service_type', t ->> 'resource_type', t ->> 'resource_id', t -> 'user' ->> 'id'
  from (
    select leaf_hash, project_id, desktop_id, convert_from(payload, 'UTF8')::jsonb -> 'trace' as t
    from added where kind in ('trace', 'acceptance', 'escalation') and payload is not null
  ) entry
  where t is not null;
  return null;
end $$;
create trigger index_audit_events after insert on log_entries
  referencing new table as added for each statement execute function index_audit_events();

-- Names and addresses that traces only commit to; salt and value can be emptied without breaking a proof.
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
