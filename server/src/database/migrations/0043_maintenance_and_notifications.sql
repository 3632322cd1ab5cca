-- While it is set, those who have the desktop are kept out of it.
alter table desktops add column in_maintenance_mode boolean not null default false;

-- Messages that are still to be shown on the screens of desktops.
create table notifications (
  id uuid primary key,
  project_id text not null,
  desktop_id uuid not null references desktops (id),
  job_id uuid not null,
  text text not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  worker uuid,
  claimed_until timestamptz
);
create index notifications_due on notifications (due_at);
