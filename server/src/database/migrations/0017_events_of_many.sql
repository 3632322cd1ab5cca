-- A call about several things is found by each of them. Null: it is about the one of resource_id alone. A deletion of several desktops
-- has an entry for each of them, and the first one's list of all is not repeated here.
alter table audit_events add column resource_ids text[];
create index audit_events_by_resources on audit_events using gin (resource_ids) where resource_ids is not null;

create or replace function index_audit_events() returns trigger language plpgsql as $$
begin
  insert into audit_events (trace_id, leaf_hash, domain_id, project_id, desktop_id, recorded_at, request_id, trace_name, rating,
    code, service_type, resource_type, resource_id, resource_ids, user_id)
  select (t ->> 'trace_id')::uuid, leaf_hash, t -> 'user' -> 'domain' ->> 'id', coalesce(project_id, t ->> 'project_id'),
    desktop_id, (t ->> 'record_time')::timestamptz, t ->> 'request_id', t ->> 'trace_name', t ->> 'trace_rating',
    t ->> 'code', t ->> 'service_type', t ->> 'resource_type', t ->> 'resource_id',
    case when desktop_id is null then event_resources(t) end, t -> 'user' ->> 'id'
  from (
    select leaf_hash, project_id, desktop_id, convert_from(payload, 'UTF8')::jsonb -> 'trace' as t
    from added where kind in ('trace', 'acceptance', 'escalation') and payload is not null
    offset 0
  ) entry
  where t is not null;
  return null;
end $$;

-- The ids that an event names beside that of its resource; null: none.
create function event_resources(event jsonb) returns text[] language sql immutable as $$
  select array_agg(distinct id) from jsonb_array_elements_text(event -> 'resource_ids') as id
  where id is distinct from event ->> 'resource_id'
$$;

update audit_events t set resource_ids = event_resources(convert_from(e.payload, 'UTF8')::jsonb -> 'trace')
from log_entries e
where e.leaf_hash = t.leaf_hash and t.desktop_id is null and e.kind = 'trace' and e.payload is not null
  and event_resources(convert_from(e.payload, 'UTF8')::jsonb -> 'trace') is not null;
