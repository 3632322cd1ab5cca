-- A port that comes or goes concerns the others only where a rule names a group that its desktop is in. Without this, each
-- deletion would have the rules of a whole fleet looked at.

-- The port whose rules alone may have changed; null: those of any port of the project.
alter table network_changes add column item_id uuid;
-- Not before then: a port that the engine does not know just now is told again later.
alter table network_changes add column due_at timestamptz not null default now();
create index security_group_rules_by_remote_group on security_group_rules (remote_group_id)
  where remote_group_id is not null;

-- Of a port that goes and a rule or a change of groups that happen at once, the later one sees the other: rules are changed by
-- whoever holds the lock of the project alone, groups by whoever has locked the desktop.
create function note_port_change() returns trigger language plpgsql as $$
declare
  its_groups uuid[];
begin
  perform pg_advisory_xact_lock_shared(7314014, hashtext(new.project_id));
  if new.state = 'absent' then
    delete from port_rules where item_id = new.id;
  end if;
  select security_group_ids into its_groups from desktops where id = new.desktop_id for share;
  if exists (select from security_group_rules where remote_group_id = any (its_groups)) then
    insert into network_changes (project_id) values (new.project_id);
  elsif new.state = 'present' and new.place = 'current' then
    insert into network_changes (project_id, item_id) values (new.project_id, new.id);
  end if;
  return null;
end $$;

create function note_rule_change() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7314014, hashtext(coalesce(new.project_id, old.project_id)));
  insert into network_changes (project_id) values (coalesce(new.project_id, old.project_id));
  return null;
end $$;

drop trigger note_port on items;
drop trigger note_port_state on items;
drop trigger note_port_place on items;
create trigger note_port after insert on items for each row
  when (new.kind = 'port') execute function note_port_change();
create trigger note_port_state after update of state on items for each row
  when (new.kind = 'port' and old.state is distinct from new.state) execute function note_port_change();
create trigger note_port_place after update of place on items for each row
  when (new.kind = 'port' and old.place is distinct from new.place) execute function note_port_change();
drop trigger note_rules on security_group_rules;
create trigger note_rules after insert or update or delete on security_group_rules
  for each row execute function note_rule_change();

-- They go with their port from now on.
delete from port_rules where not exists (select from items where items.id = port_rules.item_id and items.state = 'present');
drop index port_rules_by_project;
