-- Deletions of desktops, their items and their users, from the acceptance to the end.
--
-- The only foreign key is the one of a deletion to its desktop. All others would be checked row by row against rows that the
-- same statement writes or that nobody can remove (seen: a third of the cost of an acceptance, and every deletion of a project
-- locking the project's one row). 0007_retention.sql guards the rows instead.

create table deletions (
  desktop_id uuid primary key,
  project_id text not null,
  state text not null default 'running' check (state in ('running', 'failed', 'done')),
  delete_users boolean not null,
  email_notification boolean not null,
  is_force_delete boolean not null,
  -- what was decided on, and which task it ended, for the receipt
  plan_digest text not null default '',
  task_cancelled text not null default '',
  -- which engine was to carry it out: tells a simulated end from a real one. Null: a replay of tombstones made the row
  engine text,
  accepted_at timestamptz not null,
  accepted_by text not null,
  request_id text not null,
  -- when somebody last asked for more: it does not complete before that
  raised_at timestamptz,
  failed_since timestamptz,
  completed_at timestamptz,
  -- when a replay of tombstones ended it again: this log has no receipt of it
  replayed_at timestamptz,
  foreign key (desktop_id, project_id) references desktops (id, project_id)
);
create index deletions_by_time on deletions (project_id, accepted_at desc, desktop_id);
-- Few: what is not done, for the age of the oldest.
create index deletions_open on deletions (accepted_at) where state <> 'done';
-- Oldest first: what may be compacted.
create index deletions_done on deletions (completed_at) where state = 'done';

create table deletion_items (
  desktop_id uuid not null,
  item_id uuid not null,
  -- 0: now; 1: after every item of stage 0 ended
  stage integer not null,
  kind text not null,
  intent text not null check (intent in ('delete', 'detach')),
  -- null: not yet; released: by an operator, with a reason
  ended text check (ended in ('absent', 'detached', 'released')),
  ended_at timestamptz,
  absence_grade text,
  -- when the key of its data was destroyed, within the times of the deletion; null: nobody saw that
  key_destroyed_at timestamptz,
  -- who saw it go
  observed_by text,
  released_by text,
  release_reason text,
  -- When the first request to go was made, never taken back, so that what was told stays true; when the last one was.
  first_asked_at timestamptz,
  asked_at timestamptz,
  -- how often it was asked to go: an engine may say yes each time and do nothing
  asks integer not null default 0,
  attempts integer not null default 0,
  -- consecutive observations of absence so far, and the first of them
  seen_absent integer not null default 0,
  first_absent_at timestamptz,
  last_error text,
  -- null once ended, or while an earlier stage runs
  due_at timestamptz,
  -- A claim touches no index: the item keeps its place in the order of what is due, and is passed over until the claim has
  -- expired or its worker is dead.
  claimed_until timestamptz,
  worker uuid,
  -- the items of a desktop side by side
  primary key (desktop_id, item_id)
) with (fillfactor = 40);
-- What keeps failing waits apart, so that a crowd of it does not hold up the rest (L7).
create index deletion_items_due on deletion_items (due_at) where due_at is not null and attempts < 10;
create index deletion_items_failing on deletion_items (due_at) where due_at is not null and attempts >= 10;

-- Who had the desktop when its deletion was accepted, and what became of them.
create table deletion_users (
  desktop_id uuid not null,
  user_id text not null,
  user_name text not null,
  -- as at acceptance: the user may be gone when the mail leaves (S12)
  user_email text not null,
  outcome text check (outcome in ('deleted', 'kept')),
  reason text,
  primary key (desktop_id, user_id)
) with (fillfactor = 70);
-- An erasure looks for what is of one user.
create index deletion_users_by_user on deletion_users (user_id);
