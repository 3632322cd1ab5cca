-- The items of a desktop that running deletions of something narrower have not ended yet: a disk or a snapshot that goes alone, seen by the
-- deletion of its desktop, or a snapshot seen by that of its disk. @param whose the desktop; @param what the kind of what goes with it
create function items_going_alone(whose uuid, what text) returns setof uuid stable language sql as $$
  select item.id
  from deletion_orders o join deletion_progress p on p.desktop_id = o.desktop_id, unnest(p.items) item
  where o.disk_of = whose and item.ended is null
    and (what = 'desktop' or (what = 'volume' and o.kind = 'snapshot'))
$$;
