-- Exports of desktop users: who is in one. What a file says of them is read when it is downloaded, so that nothing about a person is
-- kept here but the id, and that ends with the user.

create table export_tasks (
  id text primary key,
  project_id text not null references projects (id),
  file_name text not null,
  language text not null check (language in ('en', 'zh')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  downloaded_at timestamptz,
  unique (id, project_id)
);
create index export_tasks_by_project on export_tasks (project_id, created_at);
create index export_tasks_by_end on export_tasks (expires_at);

create table export_task_users (
  task_id text not null,
  user_id text not null,
  project_id text not null,
  primary key (task_id, user_id),
  foreign key (task_id, project_id) references export_tasks (id, project_id) on delete cascade,
  foreign key (user_id, project_id) references desktop_users (id, project_id) on delete cascade
);
create index export_task_users_by_user on export_task_users (user_id);
