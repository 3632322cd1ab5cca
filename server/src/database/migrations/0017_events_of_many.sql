-- A call about several things is found by each of them. Null: it is about the one of resource_id alone. A deletion of several desktops
-- has an entry for each of them, and the first one's list of all is not repeated here.
alter table audit_events add column resource_ids text[];
create index audit_events_by_resources on audit_events using gin (resource_ids) where resource_ids is not null;

update audit_events t set resource_ids = r.ids
from log_entries e
cross join lateral (select convert_from(e.payload, 'UTF8')::jsonb -> 'trace' as event) told
cross join lateral (
  select array_agg(distinct id) as ids from jsonb_array_elements_text(told.event -> 'resource_ids') as id
  where id is distinct from told.event ->> 'resource_id'
) r
where e.leaf_hash = t.leaf_hash and t.desktop_id is null and e.kind = 'trace' and e.payload is not null and r.ids is not null;
