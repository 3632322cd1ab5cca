-- Groups of desktop users, and the desktops that are given to a group as a whole.

create table user_groups (
  id text primary key,
  project_id text not null references projects (id),
  name text not null,
  description text not null default '',
  created_at timestamptz not null,
  unique (id, project_id)
);
create unique index user_groups_by_name on user_groups (project_id, lower(name));

-- Ends with the user and with the group.
create table user_group_members (
  group_id text not null,
  user_id text not null,
  project_id text not null,
  added_at timestamptz not null,
  -- the order in which members came
  place bigint generated always as identity,
  primary key (group_id, user_id),
  foreign key (group_id, project_id) references user_groups (id, project_id) on delete cascade,
  foreign key (user_id, project_id) references desktop_users (id, project_id) on delete cascade
);
create index user_group_members_by_user on user_group_members (user_id);

-- A group goes only once it has no desktop.
create table desktop_group_assignments (
  desktop_id uuid not null,
  group_id text not null,
  project_id text not null,
  user_group text not null default 'default',
  attached_at timestamptz not null,
  primary key (desktop_id, group_id),
  foreign key (desktop_id, project_id) references desktops (id, project_id) on delete cascade,
  foreign key (group_id, project_id) references user_groups (id, project_id)
);
create index desktop_group_assignments_by_group on desktop_group_assignments (group_id);

-- The last time that a group was taken off a desktop.
create table desktop_group_detachments (
  desktop_id uuid not null,
  group_id text not null,
  project_id text not null,
  user_group text not null,
  detached_at timestamptz not null,
  primary key (desktop_id, group_id),
  foreign key (desktop_id, project_id) references desktops (id, project_id) on delete cascade,
  foreign key (group_id, project_id) references user_groups (id, project_id) on delete cascade
);

-- They go with the deletion that is let go (0007_retention.sql), as the detachments of users do.
create function let_group_detachments_go() returns trigger language plpgsql as $$
begin
  delete from desktop_group_detachments where desktop_id = new.id;
  return null;
end $$;
create trigger group_detachments_go after update of compacted_at on desktops for each row
  when (old.compacted_at is null and new.compacted_at is not null) execute function let_group_detachments_go();

-- Who may open which desktop: whom it was given to, and the members of the groups that it was given to. Each pair once.
create view desktop_access as
  select desktop_id, user_id, project_id from desktop_assignments
  union
  select a.desktop_id, m.user_id, a.project_id
  from desktop_group_assignments a join user_group_members m on m.group_id = a.group_id;

-- A backup that is put back does not bring a deleted group back, nor what its members could open.
alter table tombstones drop constraint tombstones_kind_check;
alter table tombstones add constraint tombstones_kind_check check (kind in
  ('genesis', 'desktop', 'desktop-user', 'access-key', 'token', 'iam-user', 'password', 'personal-data', 'user',
   'signing-key', 'user-group'));

create function bury_user_group() returns trigger language plpgsql as $$
begin
  insert into tombstones (kind, subject, project_id) values ('user-group', old.id, old.project_id);
  return null;
end $$;
create trigger bury after delete on user_groups for each row execute function bury_user_group();
