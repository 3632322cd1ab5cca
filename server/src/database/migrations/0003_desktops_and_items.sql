-- Desktops, who has them, and the ledger of what they are made of.

-- Desktops ---------------------------------------------------------------------------------------------------------

create table desktops (
  id uuid primary key,
  project_id text not null references projects (id),
  -- raised by every change of inventory, flags, users or tags
  revision integer not null default 1,
  computer_name text not null,
  desktop_type text not null,
  product_id text not null,
  image_id uuid not null,
  image_type text not null,
  availability_zone text not null,
  subnet_id uuid not null references subnets (id),
  security_group_ids uuid[] not null,
  enterprise_project_id text not null default '0',
  ou_name text,
  -- our own extension: while set, no path deletes the desktop (S14)
  deletion_protection boolean not null default false,
  -- '' (not known yet), ACTIVE, SHUTOFF, ERROR, DELETING
  status text not null default '',
  -- '' (idle) or the documented task word
  task_status text not null default '',
  created_at timestamptz not null,
  -- language of the call that created it, for its mails
  language text not null,
  -- set when every item was seen absent; never cleared: from then on the row is a tombstone (S9)
  gone_at timestamptz,
  -- set when its deletion was compacted (0007_retention.sql)
  compacted_at timestamptz,

  -- the running task, if any: which job reports it and which worker carries it out
  task_job_id uuid,
  task_due_at timestamptz,
  task_attempts integer not null default 0,
  task_worker uuid,
  -- when the engine was asked to switch the power, and whether hard
  task_asked_at timestamptz,
  task_hard boolean not null default false,
  unique (id, project_id)
)
-- Room for the next version of a row on the same page keeps an update out of the indexes; so with every fillfactor below.
with (fillfactor = 60);
create unique index desktops_by_name on desktops (project_id, lower(computer_name)) where gone_at is null;
create index desktops_by_creation on desktops (project_id, created_at, id) where gone_at is null;
create index desktops_by_task on desktops (task_due_at) where task_due_at is not null;
-- What the watch over servers goes through, page by page.
create index desktops_alive on desktops (id) where gone_at is null;

create function refuse_removal() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger keeps its rows: % of % is refused', tg_op, tg_table_name;
end $$;
create trigger kept before delete or truncate on desktops for each statement execute function refuse_removal();

create table desktop_assignments (
  desktop_id uuid not null,
  user_id text not null,
  project_id text not null,
  user_group text not null default 'default',
  attached_at timestamptz not null,
  primary key (desktop_id, user_id),
  foreign key (desktop_id, project_id) references desktops (id, project_id) on delete cascade,
  foreign key (user_id, project_id) references desktop_users (id, project_id)
);
create index desktop_assignments_by_user on desktop_assignments (user_id);

-- The last time that a user was detached from a desktop. The name is looked up, so that a deleted user leaves none behind.
create table desktop_detachments (
  desktop_id uuid not null,
  user_id text not null,
  project_id text not null,
  user_group text not null,
  detached_at timestamptz not null,
  primary key (desktop_id, user_id),
  foreign key (desktop_id, project_id) references desktops (id, project_id) on delete cascade
);

create table desktop_tags (
  desktop_id uuid not null,
  project_id text not null,
  key text not null,
  value text not null default '',
  primary key (desktop_id, key),
  foreign key (desktop_id, project_id) references desktops (id, project_id) on delete cascade
);
create index desktop_tags_by_key on desktop_tags (project_id, key, value);

-- The ledger -------------------------------------------------------------------------------------------------------

-- What desktops are made of. A row is written before the item is asked for. It ends only by being seen absent (S7), and
-- only compact_deletions removes it then (0007_retention.sql).
create table items (
  id uuid primary key,
  project_id text not null,
  desktop_id uuid not null,
  kind text not null check (kind in ('server', 'volume', 'port', 'snapshot')),
  -- what we did not create is detached, never deleted (S2)
  ownership text not null default 'created' check (ownership in ('created', 'preexisting')),
  single_use_name text not null unique,
  -- intended: recorded, perhaps asked for; present: the engine gave it an id; absent: seen gone
  state text not null default 'intended' check (state in ('intended', 'present', 'absent')),
  provider_id text,
  generation text,
  -- which key its data are encrypted under, as the engine said when it made it; null: not encrypted
  key_id text,
  -- when its creation was last asked for, and by which worker as long as that call has not returned
  asked_at timestamptz,
  asking_worker uuid,
  engine_created_at timestamptz,
  absent_at timestamptz,
  created_at timestamptz not null,

  -- volumes
  volume_type text,
  size_gib integer,
  device text,
  is_root boolean,
  display_name text,
  -- ports
  subnet_id uuid references subnets (id),
  address inet,
  mac_address macaddr,
  -- An address is free again when its port was seen absent, not before (L6). A column of its own, so that the end of any
  -- other item touches no index.
  held_address inet generated always as (case when state <> 'absent' then address end) stored,
  foreign key (desktop_id, project_id) references desktops (id, project_id)
) with (fillfactor = 60);
create index items_by_desktop on items (desktop_id);
create unique index items_by_address on items (subnet_id, held_address) where held_address is not null;
create index items_ports_by_project on items (project_id) where kind = 'port';

-- Ledger and engine compared ---------------------------------------------------------------------------------------

-- What the scans for orphans found, newest last; only the latest hundred are kept.
create table orphan_scans (
  id bigint generated always as identity primary key,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  -- false: a kind of item could not be listed
  complete boolean not null,
  ours_live integer not null,
  ours_orphaned integer not null,
  unknown integer not null,
  missing integer not null,
  foreign_items integer not null
);

-- Who had which orphan removed. Written before the engine is asked (S17); outcome null: no answer came. No foreign key to
-- the item, which may be in past_items instead.
create table orphan_reclaims (
  id uuid primary key,
  project_id text not null references projects (id),
  item_id uuid not null,
  kind text not null,
  provider_id text not null,
  generation text not null,
  reason text not null,
  asked_by text not null,
  request_id text not null,
  asked_at timestamptz not null,
  outcome text,
  detail text
);
create index orphan_reclaims_by_item on orphan_reclaims (item_id);

-- The world of the simulated engine.
create table simulated_items (
  kind text not null,
  id text not null,
  generation text not null,
  name text not null,
  status text not null,
  created_at timestamptz not null,
  -- when a pending change of status takes effect, and to what
  changes_at timestamptz,
  changes_to text,
  -- which key it would be encrypted under; shared by a volume and its snapshots
  key_id text,
  spec jsonb not null,
  primary key (kind, id)
);
create index simulated_items_by_key on simulated_items (key_id) where key_id is not null;
-- Which keys the simulated engine would have destroyed, and with which item: what it says of that item for ever.
create table simulated_erasures (
  key_id text primary key,
  kind text not null,
  id text not null,
  generation text not null,
  destroyed_at timestamptz not null
);
create index simulated_erasures_by_item on simulated_erasures (id);
create index simulated_items_by_name on simulated_items (kind, name);
create index simulated_items_by_use on simulated_items using gin ((spec -> 'uses')) where kind = 'server';
