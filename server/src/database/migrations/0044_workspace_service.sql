-- The service of a project is opened with a network of its own or one that is there, locked, and closed.

alter table workspaces
  -- whether its VPC and subnets were made for it, and go with it
  add column owns_network boolean not null default true,
  -- null: it is not locked
  add column locked_at timestamptz,
  add column lock_reason text not null default '';

-- Projects whose service somebody closed: the start of an installation opens none of these again.
create table closed_workspaces (
  project_id text primary key references projects (id),
  closed_at timestamptz not null
);
