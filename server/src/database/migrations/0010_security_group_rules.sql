-- What security groups let pass, and what has to be told to the engine about it.

-- Name servers of its desktops, the first one first; none: those of the settings.
alter table subnets add column dns_servers inet[] not null default '{}';
-- Where a subnet has IPv6, its ports have the address at the place that their IPv4 address has in the subnet.
alter table subnets add column ipv6_cidr cidr;

create table security_group_rules (
  id uuid primary key,
  project_id text not null references projects (id),
  security_group_id uuid not null references security_groups (id) on delete cascade,
  direction text not null check (direction in ('ingress', 'egress')),
  family integer not null check (family in (4, 6)),
  protocol text not null check (protocol in ('any', 'tcp', 'udp', 'icmp')),
  -- both or neither
  port_min integer,
  port_max integer,
  -- the other side: a range, or the members of a group; neither: everybody
  remote_cidr cidr,
  remote_group_id uuid references security_groups (id) on delete cascade,
  created_at timestamptz not null,
  check ((port_min is null) = (port_max is null) and (port_min is null or protocol in ('tcp', 'udp'))),
  check (port_min is null or (1 <= port_min and port_min <= port_max and port_max <= 65535)),
  check (remote_cidr is null or (remote_group_id is null and family(remote_cidr) = family))
);
create index security_group_rules_by_group on security_group_rules (security_group_id);
create index security_group_rules_by_project on security_group_rules (project_id);

-- The groups of desktops let out whatever these begin, as those of new workspaces do.
insert into security_group_rules (id, project_id, security_group_id, direction, family, protocol, created_at)
select gen_random_uuid(), project_id, desktop_security_group_id, 'egress', family, 'any', now()
from workspaces, (values (4), (6)) as families (family);

-- Projects in which something changed that the rules of ports follow from. Only ever added to and taken from, so that
-- nobody waits for anybody.
create table network_changes (
  id bigint generated always as identity primary key,
  project_id text not null
);
create index network_changes_by_project on network_changes (project_id);

-- The SHA-256 of the rules that the engine has of a port.
create table port_rules (
  item_id uuid primary key,
  project_id text not null,
  digest text not null
);
create index port_rules_by_project on port_rules (project_id);

create function note_network_change() returns trigger language plpgsql as $$
begin
  insert into network_changes (project_id) values (coalesce(new.project_id, old.project_id));
  return null;
end $$;
create trigger note_port after insert on items for each row
  when (new.kind = 'port') execute function note_network_change();
create trigger note_port_state after update of state on items for each row
  when (new.kind = 'port' and old.state is distinct from new.state) execute function note_network_change();
create trigger note_groups after update of security_group_ids on desktops for each row
  when (old.security_group_ids is distinct from new.security_group_ids) execute function note_network_change();
create trigger note_rules after insert or update or delete on security_group_rules
  for each row execute function note_network_change();

-- What there is already.
insert into network_changes (project_id)
select distinct project_id from items where kind = 'port' and state = 'present';
