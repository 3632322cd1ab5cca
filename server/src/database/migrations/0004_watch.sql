-- When an item was first asked to go. Unlike asked_at it is never taken back, so that what was told stays true.
alter table deletion_items add column first_asked_at timestamptz;

create index deletions_by_time on deletions (project_id, accepted_at desc, desktop_id);
-- few: what still runs, for the age of the oldest
create index deletions_open on deletions (accepted_at) where state <> 'done';
create index mails_unsent on mails (attempts) where sent_at is null;

-- The last time that a user was taken off a desktop. The name is looked up, so that a deleted user leaves none behind.
create table desktop_detachments (
  desktop_id uuid not null,
  user_id text not null,
  project_id text not null,
  user_group text not null,
  detached_at timestamptz not null,
  primary key (desktop_id, user_id),
  foreign key (desktop_id, project_id) references desktops (id, project_id) on delete cascade
);
