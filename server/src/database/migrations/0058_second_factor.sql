-- A second factor where people sign in to their desktops: of whom it is asked, and the devices that make its codes.

alter table workspaces add column second_factor boolean not null default false;

-- Of whom it is asked where it is on; of everybody while neither table has a row of the project.
create table second_factor_users (
  user_id text primary key,
  project_id text not null,
  -- the order in which they were named
  place bigint generated always as identity,
  foreign key (user_id, project_id) references desktop_users (id, project_id) on delete cascade
);
create index second_factor_users_by_project on second_factor_users (project_id);
create table second_factor_groups (
  group_id text primary key,
  project_id text not null,
  place bigint generated always as identity,
  foreign key (group_id, project_id) references user_groups (id, project_id) on delete cascade
);
create index second_factor_groups_by_project on second_factor_groups (project_id);

create table otp_devices (
  id text primary key,
  -- nobody has two
  user_id text not null unique,
  project_id text not null,
  sealed_secret bytea not null,
  created_at timestamptz not null,
  -- null: shown, but no code of it has come back yet
  confirmed_at timestamptz,
  -- the 30 seconds whose code was taken last: no code is taken twice
  last_step bigint not null default 0,
  foreign key (user_id, project_id) references desktop_users (id, project_id) on delete cascade
);

-- The device whose code was given in this session: the session ends with it.
alter table desk_sessions add column otp_device_id text references otp_devices (id) on delete cascade;
create index desk_sessions_by_device on desk_sessions (otp_device_id) where otp_device_id is not null;

-- A backup that is put back does not bring back a device that was taken off. The kinds that are there already stay.
do $$
declare kinds text;
begin
  select string_agg(quote_literal(kind[1]), ', ') into kinds
    from pg_constraint c, regexp_matches(pg_get_constraintdef(c.oid), '''([^'']+)''', 'g') as kind
   where c.conrelid = 'tombstones'::regclass and c.conname = 'tombstones_kind_check';
  alter table tombstones drop constraint tombstones_kind_check;
  execute format('alter table tombstones add constraint tombstones_kind_check check (kind in (%s, %L))', kinds, 'otp-device');
end $$;

create function bury_otp_device() returns trigger language plpgsql as $$
begin
  insert into tombstones (kind, subject, project_id) values ('otp-device', old.id, old.project_id);
  return null;
end $$;
create trigger bury after delete on otp_devices for each row when (old.confirmed_at is not null)
  execute function bury_otp_device();
