-- What is done to desktops at set times, and what came of it.

create table scheduled_tasks (
  id uuid primary key,
  project_id text not null references projects (id),
  name text not null,
  task_type text not null check (task_type in ('START', 'STOP', 'REBOOT', 'HIBERNATE')),
  description text not null default '',
  enabled boolean not null default true,
  forced boolean not null default false,
  -- of what is said of its results
  language text not null,
  scheduled_type text not null check (scheduled_type in ('FIXED_TIME', 'DAY', 'WEEK', 'MONTH')),
  time_zone text not null,
  scheduled_date text,
  scheduled_time text not null,
  day_interval integer,
  week_list text,
  month_list text,
  date_list text,
  expire_time text,
  -- who made it or changed it last
  set_by text not null,
  -- from which every so many days are counted
  counted_from text not null,
  created_at timestamptz not null,
  -- null: never again, or not while it is disabled. Whoever moves it on has the run that it names.
  next_run_at timestamptz,
  unique (id, project_id)
);
create index scheduled_tasks_by_project on scheduled_tasks (project_id);
create index scheduled_tasks_due on scheduled_tasks (next_run_at) where next_run_at is not null;

create table scheduled_task_desktops (
  task_id uuid not null,
  desktop_id uuid not null,
  project_id text not null,
  place integer not null,
  primary key (task_id, desktop_id),
  foreign key (task_id, project_id) references scheduled_tasks (id, project_id) on delete cascade,
  foreign key (desktop_id, project_id) references desktops (id, project_id) on delete cascade
);
create index scheduled_task_desktops_by_desktop on scheduled_task_desktops (desktop_id);

-- One for each time that came, in the words of the task as it was then.
create table scheduled_task_records (
  id uuid primary key,
  task_id uuid not null,
  project_id text not null,
  planned_at timestamptz not null,
  started_at timestamptz not null,
  task_type text not null,
  scheduled_type text not null,
  time_zone text not null,
  unique (task_id, planned_at),
  unique (id, project_id),
  foreign key (task_id, project_id) references scheduled_tasks (id, project_id) on delete cascade
);

create table scheduled_task_results (
  id uuid primary key,
  record_id uuid not null,
  project_id text not null,
  desktop_id uuid not null,
  place integer not null,
  status text not null check (status in ('RUNNING', 'SUCCESS', 'SKIP', 'FAIL')),
  job_id uuid,
  result_code text,
  fail_reason text,
  started_at timestamptz not null,
  ended_at timestamptz,
  unique (record_id, desktop_id),
  foreign key (record_id, project_id) references scheduled_task_records (id, project_id) on delete cascade
);
create index scheduled_task_results_open on scheduled_task_results (job_id) where status = 'RUNNING';

-- They go with the deletion that is let go (0007_retention.sql); a gone desktop counts for nothing before.
create function let_scheduled_desktops_go() returns trigger language plpgsql as $$
begin
  delete from scheduled_task_desktops where desktop_id = new.id;
  return null;
end $$;
create trigger scheduled_desktops_go after update of compacted_at on desktops for each row
  when (old.compacted_at is null and new.compacted_at is not null) execute function let_scheduled_desktops_go();
