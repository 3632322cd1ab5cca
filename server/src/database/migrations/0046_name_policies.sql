-- How new desktops are named, and which number of a policy which desktop has.

create table desktop_name_policies (
  id text primary key,
  project_id text not null references projects (id),
  name text not null,
  name_prefix text not null,
  digit_number integer not null check (digit_number between 1 and 5),
  start_number integer not null check (start_number between 1 and 99999),
  -- whether the desktops of each user are numbered for themselves
  numbers_each_user boolean not null,
  is_default boolean not null default false,
  truncates_prefix boolean not null default false,
  created_at timestamptz not null,
  unique (id, project_id)
);
create unique index desktop_name_policies_by_name on desktop_name_policies (project_id, lower(name));
create unique index desktop_name_policies_default on desktop_name_policies (project_id) where is_default;

-- A number is free again once its desktop is gone. Ends with the policy.
create table desktop_name_numbers (
  desktop_id uuid primary key,
  policy_id text not null,
  project_id text not null,
  number integer not null,
  foreign key (desktop_id, project_id) references desktops (id, project_id) on delete cascade,
  foreign key (policy_id, project_id) references desktop_name_policies (id, project_id) on delete cascade
);
create index desktop_name_numbers_by_policy on desktop_name_numbers (policy_id);

-- They go with the deletion that is let go (0007_retention.sql).
create function let_name_numbers_go() returns trigger language plpgsql as $$
begin
  delete from desktop_name_numbers where desktop_id = new.id;
  return null;
end $$;
create trigger name_numbers_go after update of compacted_at on desktops for each row
  when (old.compacted_at is null and new.compacted_at is not null) execute function let_name_numbers_go();
