-- Jobs as clients poll them, mails that wait to be sent, and the workers that do both.

-- Jobs -------------------------------------------------------------------------------------------------------------

-- No foreign key to the project: see 0004_deletions.sql.
create table jobs (
  id uuid primary key,
  project_id text not null,
  job_type text not null,
  begin_time timestamptz not null
);
create index jobs_by_project on jobs (project_id, begin_time desc);

create table sub_jobs (
  id uuid primary key,
  job_id uuid not null references jobs (id),
  project_id text not null,
  -- order within the job, as in the request
  position integer not null,
  status text not null check (status in ('WAITING', 'RUNNING', 'SUCCESS', 'FAILED')),
  progress integer not null default 0,
  -- as named by the caller; null while a desktop is not known
  desktop_id text,
  product_id text,
  user_name text,
  -- whom user_name meant; known once that user is deleted
  user_id text,
  desktop_name text,
  ip_address text,
  error_code text,
  fail_reason text,
  begin_time timestamptz not null,
  end_time timestamptz
) with (fillfactor = 70);
create index sub_jobs_by_job on sub_jobs (job_id, position);
create index sub_jobs_by_desktop on sub_jobs (desktop_id);
create index sub_jobs_by_user_name on sub_jobs (project_id, lower(user_name))
  where user_name is not null and user_id is null;
create index sub_jobs_by_user on sub_jobs (user_id) where user_id is not null;

-- Writes down whom a name meant when that user is deleted, so that an erasure finds the name although the user's row is gone.
-- Names are unique among living users: a name without an id can only be this user's.
create function attribute_sub_jobs() returns trigger language plpgsql as $$
begin
  update sub_jobs set user_id = old.id
  where project_id = old.project_id and lower(user_name) = lower(old.user_name) and user_name is not null
    and user_id is null;
  return null;
end $$;
create trigger attribute_sub_jobs after delete on desktop_users
  for each row execute function attribute_sub_jobs();

-- Mails ------------------------------------------------------------------------------------------------------------

create table mails (
  -- also what the Message-ID is made of: one mail per template, desktop and user, ever
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
  -- its other end: refused for good, not to be sent to this address at all, or tried for days
  undeliverable_at timestamptz,
  -- when the attempts began that count for giving up: the first one, or the first since it was put back into the queue
  tried_since timestamptz,
  attempts integer not null default 0,
  last_error text,
  due_at timestamptz,
  worker uuid
);
create index mails_due on mails (due_at) where due_at is not null;
-- Few: what is being sent right now; searched for the claims of dead workers.
create index mails_claimed on mails (worker) where worker is not null;
create index mails_unsent on mails (attempts) where sent_at is null and undeliverable_at is null;
create index mails_undeliverable on mails (project_id) where undeliverable_at is not null;
create index mails_by_time on mails (project_id, queued_at desc, id);
-- An erasure looks for what is of one user.
create index mails_by_user on mails (user_id);

-- Workers ----------------------------------------------------------------------------------------------------------

create table workers (
  id uuid primary key,
  started_at timestamptz not null default now(),
  lease_until timestamptz not null,
  -- the advisory lock that the process holds as long as it lives; null: only the lease tells
  lock_key integer
);
