-- Identity ---------------------------------------------------------------------------------------------------------

create table domains (
  id text primary key,
  name text not null unique,
  enabled boolean not null default true
);

create table projects (
  id text primary key,
  domain_id text not null references domains (id),
  name text not null,
  description text not null default '',
  enabled boolean not null default true,
  unique (domain_id, name)
);

create table iam_users (
  id text primary key,
  domain_id text not null references domains (id),
  name text not null,
  password_hash text not null,
  enabled boolean not null default true,
  -- the account itself: may do everything in its account
  is_root boolean not null default false,
  created_at timestamptz not null,
  unique (domain_id, name)
);

create table tokens (
  -- SHA-256 of the token; the token itself is never stored
  token_hash bytea primary key,
  user_id text not null references iam_users (id) on delete cascade,
  methods text[] not null,
  scope_project_id text references projects (id),
  scope_domain_id text references domains (id),
  issued_at timestamptz not null,
  expires_at timestamptz not null
);
create index tokens_by_expiry on tokens (expires_at);
create index tokens_by_user on tokens (user_id);

create table access_keys (
  access_key text primary key,
  user_id text not null references iam_users (id) on delete cascade,
  -- AES-256-GCM; the id of its data key stands in front
  sealed_secret bytea not null,
  enabled boolean not null default true,
  created_at timestamptz not null
);
create index access_keys_by_user on access_keys (user_id);

create table data_keys (
  id text primary key,
  -- the key itself, wrapped with the master key
  wrapped_key bytea not null,
  created_at timestamptz not null
);

-- Network ----------------------------------------------------------------------------------------------------------

create table vpcs (
  id uuid primary key,
  project_id text not null references projects (id),
  name text not null,
  cidr cidr not null
);
create index vpcs_by_project on vpcs (project_id);

create table subnets (
  id uuid primary key,
  project_id text not null references projects (id),
  vpc_id uuid not null references vpcs (id),
  name text not null,
  cidr cidr not null,
  gateway_ip inet not null
);
create index subnets_by_project on subnets (project_id);

create table security_groups (
  id uuid primary key,
  project_id text not null references projects (id),
  name text not null,
  description text not null default '',
  created_at timestamptz not null
);
create index security_groups_by_project on security_groups (project_id);

-- The service in a project -----------------------------------------------------------------------------------------

create table workspaces (
  project_id text primary key references projects (id),
  id text not null unique,
  enterprise_id text not null,
  vpc_id uuid not null references vpcs (id),
  subnet_ids uuid[] not null,
  infrastructure_security_group_id uuid not null references security_groups (id),
  desktop_security_group_id uuid not null references security_groups (id),
  access_mode text not null default 'INTERNET',
  is_send_email boolean not null default true,
  language text not null default 'en',
  delete_computer_object boolean not null default false,
  opened_at timestamptz not null
);

-- People who work on desktops --------------------------------------------------------------------------------------

create table desktop_users (
  id text primary key,
  project_id text not null references projects (id),
  user_name text not null,
  user_email text not null default '',
  user_phone text not null default '',
  active_type text not null default 'USER_ACTIVATE',
  description text not null default '',
  alias_name text not null default '',
  -- null: never
  account_expires_at timestamptz,
  enable_change_password boolean not null default true,
  next_login_change_password boolean not null default true,
  password_never_expired boolean not null default false,
  password_hash text,
  disabled boolean not null default false,
  locked boolean not null default false,
  enterprise_project_id text not null default '0',
  created_at timestamptz not null,
  unique (id, project_id)
);
create unique index desktop_users_by_name on desktop_users (project_id, lower(user_name));

-- Desktops ---------------------------------------------------------------------------------------------------------

create table desktops (
  id uuid primary key,
  project_id text not null references projects (id),
  -- every change of inventory, flags, users or tags raises it
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
  -- '' (not known yet), ACTIVE, SHUTOFF, ERROR, DELETING
  status text not null default '',
  -- '' (idle) or the documented task word
  task_status text not null default '',
  created_at timestamptz not null,
  -- language of the call that created it, for its mails
  language text not null,
  -- the tombstone: set when every item was seen absent; never cleared (S9)
  gone_at timestamptz,

  -- the running task, if any: which job reports it and who carries it out
  task_job_id uuid,
  task_due_at timestamptz,
  task_attempts integer not null default 0,
  task_worker uuid,
  -- when the engine was asked to switch the power, and whether hard
  task_asked_at timestamptz,
  task_hard boolean not null default false,
  unique (id, project_id)
);
create unique index desktops_by_name on desktops (project_id, lower(computer_name)) where gone_at is null;
create index desktops_by_creation on desktops (project_id, created_at, id) where gone_at is null;
create index desktops_by_task on desktops (task_due_at) where task_due_at is not null;

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

create table desktop_tags (
  desktop_id uuid not null,
  project_id text not null,
  key text not null,
  value text not null default '',
  primary key (desktop_id, key),
  foreign key (desktop_id, project_id) references desktops (id, project_id) on delete cascade
);
create index desktop_tags_by_key on desktop_tags (project_id, key, value);

-- The ledger of what desktops are made of. A row is written before the item is asked for and is never removed:
-- an item leaves only by being seen absent (S7).
create table items (
  id uuid primary key,
  project_id text not null,
  desktop_id uuid not null,
  kind text not null check (kind in ('server', 'volume', 'port')),
  single_use_name text not null unique,
  -- intended: recorded, perhaps asked for; present: the engine gave it an id; absent: seen gone
  state text not null default 'intended' check (state in ('intended', 'present', 'absent')),
  provider_id text,
  generation text,
  -- when its creation was last asked for, and by whom as long as that call has not returned
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
  foreign key (desktop_id, project_id) references desktops (id, project_id)
);
create index items_by_desktop on items (desktop_id);
-- an address is free again when its port was seen absent, not before (L6)
create unique index items_by_address on items (subnet_id, address) where state <> 'absent';
create index items_ports_by_project on items (project_id) where kind = 'port';

-- Jobs, as clients poll them ---------------------------------------------------------------------------------------

create table jobs (
  id uuid primary key,
  project_id text not null references projects (id),
  job_type text not null,
  begin_time timestamptz not null,
  unique (id, project_id)
);

create table sub_jobs (
  id uuid primary key,
  job_id uuid not null,
  project_id text not null,
  -- order within the job, as in the request
  position integer not null,
  status text not null check (status in ('WAITING', 'RUNNING', 'SUCCESS', 'FAILED')),
  progress integer not null default 0,
  -- as named by the caller; null while a desktop is not known
  desktop_id text,
  product_id text,
  user_name text,
  desktop_name text,
  ip_address text,
  error_code text,
  fail_reason text,
  begin_time timestamptz not null,
  end_time timestamptz,
  foreign key (job_id, project_id) references jobs (id, project_id) on delete cascade
);
create index sub_jobs_by_job on sub_jobs (job_id, position);
create index sub_jobs_by_desktop on sub_jobs (desktop_id);
create index jobs_by_project on jobs (project_id, begin_time desc);

-- Deletion ---------------------------------------------------------------------------------------------------------

create table deletions (
  desktop_id uuid primary key references desktops (id),
  project_id text not null references projects (id),
  state text not null default 'running' check (state in ('running', 'failed', 'done')),
  delete_users boolean not null,
  email_notification boolean not null,
  is_force_delete boolean not null,
  accepted_at timestamptz not null,
  accepted_by text not null,
  request_id text not null,
  completed_at timestamptz
);
create index deletions_by_state on deletions (project_id, state, accepted_at);

create table deletion_items (
  item_id uuid primary key references items (id),
  desktop_id uuid not null references deletions (desktop_id),
  -- 0: now; 1: after every item of stage 0 ended
  stage integer not null,
  kind text not null,
  intent text not null check (intent in ('delete', 'detach')),
  ended text check (ended in ('absent', 'detached', 'released')),
  ended_at timestamptz,
  absence_grade text,
  -- when it was last asked to go, and how often
  asked_at timestamptz,
  attempts integer not null default 0,
  -- consecutive observations of absence so far
  seen_absent integer not null default 0,
  last_error text,
  -- null once ended, or while an earlier stage runs
  due_at timestamptz,
  worker uuid
);
create index deletion_items_by_desktop on deletion_items (desktop_id);
create index deletion_items_due on deletion_items (due_at) where due_at is not null;

-- who had the desktop when its deletion was accepted, and what became of them
create table deletion_users (
  desktop_id uuid not null references deletions (desktop_id),
  user_id text not null,
  user_name text not null,
  -- captured at acceptance, since the user may be gone when the mail leaves (S12)
  user_email text not null,
  outcome text check (outcome in ('deleted', 'kept')),
  reason text,
  primary key (desktop_id, user_id)
);

-- Mail -------------------------------------------------------------------------------------------------------------

create table mails (
  -- also what the Message-ID is made of: one mail per (template, desktop, user), ever
  id text primary key,
  project_id text not null references projects (id),
  desktop_id uuid not null,
  user_id text not null,
  template text not null,
  language text not null,
  recipient text not null,
  -- what the template says
  facts jsonb not null,
  queued_at timestamptz not null,
  sent_at timestamptz,
  attempts integer not null default 0,
  last_error text,
  due_at timestamptz,
  worker uuid
);
create index mails_due on mails (due_at) where due_at is not null;
-- few: what is being sent right now; looked through for the claims of dead workers
create index mails_claimed on mails (worker) where worker is not null;

-- Workers ----------------------------------------------------------------------------------------------------------

create table workers (
  id uuid primary key,
  started_at timestamptz not null default now(),
  lease_until timestamptz not null,
  -- the advisory lock that the process holds as long as it lives; null: only the lease tells
  lock_key integer
);

-- The simulated engine's world -------------------------------------------------------------------------------------

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
  spec jsonb not null,
  primary key (kind, id)
);
create index simulated_items_by_name on simulated_items (kind, name);
create index simulated_items_by_use on simulated_items using gin ((spec -> 'uses')) where kind = 'server';
