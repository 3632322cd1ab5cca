-- Desktops are changed: their product, their network.

-- What the running task changes, and how far it is; null: it changes nothing that is kept here. What a deletion cut short stays,
-- for nobody.
alter table desktops add column task_change jsonb;

-- A desktop that moves to another network has two ports for a while. `next`: it is to have it; `current`: it has it; `past`: it has
-- it no more, and the port goes.
alter table items add column place text not null default 'current' check (place in ('next', 'current', 'past'));
create trigger note_port_place after update of place on items for each row
  when (new.kind = 'port' and old.place is distinct from new.place) execute function note_network_change();

-- Items that go while their desktop stays, until they were seen absent. A deletion of the desktop takes them over: it has all items.
create table retirements (
  item_id uuid primary key references items (id) on delete cascade,
  project_id text not null,
  desktop_id uuid not null,
  -- what the deletion core knows of the item; null: nothing yet
  progress jsonb,
  accepted_at timestamptz not null,
  due_at timestamptz not null,
  worker uuid,
  claimed_until timestamptz,
  -- raised by every claim: a late worker writes nothing
  version integer not null default 0
);
create index retirements_due on retirements (due_at);
-- Whoever saw it absent.
create function end_retirement() returns trigger language plpgsql as $$
begin
  delete from retirements where item_id = new.id;
  return null;
end $$;
create trigger end_retirement after update of state on items for each row
  when (new.place = 'past' and new.state = 'absent') execute function end_retirement();
