-- What a project needs before it has desktops: its networks, its workspace, the users of its desktops.

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

-- The service as a project opened it.
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

-- Those who work on desktops. They are no IAM users and call no API.
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
