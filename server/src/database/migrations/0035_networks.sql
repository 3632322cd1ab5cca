-- Networks that people make, change and delete.

alter table vpcs
  add column description text not null default '',
  add column created_at timestamptz not null default now(),
  add column updated_at timestamptz not null default now();
alter table subnets
  add column description text not null default '',
  add column created_at timestamptz not null default now(),
  add column updated_at timestamptz not null default now();
alter table security_groups add column updated_at timestamptz not null default now();

-- What came with a workspace is as old as that.
update vpcs set created_at = opened_at, updated_at = opened_at
  from workspaces where workspaces.project_id = vpcs.project_id;
update subnets set created_at = opened_at, updated_at = opened_at
  from workspaces where workspaces.project_id = subnets.project_id;
update security_groups set updated_at = created_at;

alter table security_group_rules
  add column description text not null default '',
  -- Rules only ever allow, so that none goes before another; kept for clients that compare.
  add column priority integer not null default 1 check (priority between 1 and 100),
  -- Several ports and ranges, such as 22,80-90; null: port_min and port_max say it.
  add column port_list text check (port_list is null or (port_min is null and protocol in ('tcp', 'udp')));

-- The ledger keeps its rows for ever, and subnets go: what is gone names one that may be gone, too. What is not gone keeps its
-- subnet and its groups: whoever makes a desktop locks them first, and so does whoever deletes them.
alter table desktops drop constraint if exists desktops_subnet_id_fkey;
alter table items drop constraint if exists items_subnet_id_fkey;

create function refuse_used_subnet() returns trigger language plpgsql as $$
begin
  if exists (select from items where subnet_id = old.id and held_address is not null)
    or exists (select from desktops where project_id = old.project_id and subnet_id = old.id and gone_at is null) then
    raise exception 'subnet % is used', old.id;
  end if;
  return old;
end $$;
create trigger used before delete on subnets for each row execute function refuse_used_subnet();

create function refuse_used_group() returns trigger language plpgsql as $$
begin
  if exists (select from desktops
    where project_id = old.project_id and old.id = any (security_group_ids) and gone_at is null) then
    raise exception 'security group % is used', old.id;
  end if;
  return old;
end $$;
create trigger used before delete on security_groups for each row execute function refuse_used_group();
