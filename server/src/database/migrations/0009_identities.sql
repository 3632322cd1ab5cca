-- Accounts, users, groups and what an authentication depends on.

alter table domains
  add column description text not null default '',
  -- name as an eye sees it; null: as lower case
  add column likeness text,
  -- the account of whoever runs the service; its root may add and disable accounts
  add column is_operator boolean not null default false,
  -- raised by every change that an authentication or a decision in this account depends on: as long as it stays, so does
  -- what was read under it (D12)
  add column iam_revision bigint not null default 1,
  add column created_at timestamptz not null default now();
update domains set is_operator = true where name = 'deskplane';
create unique index one_operator on domains (is_operator) where is_operator;
create unique index domains_by_likeness on domains (coalesce(likeness, lower(name)));

alter table iam_users
  add column likeness text,
  add column description text not null default '',
  add column email text not null default '',
  add column areacode text not null default '',
  add column phone text not null default '',
  -- default: everywhere; programmatic: by API only; console: by console only
  add column access_mode text not null default 'default' check (access_mode in ('default', 'programmatic', 'console')),
  add column updated_at timestamptz,
  add column password_changed_at timestamptz;
create unique index iam_users_by_likeness on iam_users (domain_id, coalesce(likeness, lower(name)));

create table iam_groups (
  id text primary key,
  domain_id text not null references domains (id),
  name text not null,
  likeness text not null,
  description text not null default '',
  created_at timestamptz not null,
  unique (domain_id, name),
  unique (domain_id, likeness)
);

create table iam_group_members (
  group_id text not null references iam_groups (id) on delete cascade,
  user_id text not null references iam_users (id) on delete cascade,
  created_at timestamptz not null,
  primary key (group_id, user_id)
);
create index iam_group_members_by_user on iam_group_members (user_id);

-- The default enterprise project, 0, is in every account and has no row.
create table enterprise_projects (
  id uuid primary key,
  domain_id text not null references domains (id),
  name text not null,
  likeness text not null,
  description text not null default '',
  -- poc: a test project
  type text not null default 'prod' check (type in ('prod', 'poc')),
  enabled boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (domain_id, likeness)
);

-- Log-ins that failed, by who was named and from where. Names that nobody has are counted too, so that they cannot be told
-- from others; what was named is kept as a digest only.
create table login_failures (
  subject bytea not null,
  source text not null,
  failures integer not null,
  since timestamptz not null,
  locked_until timestamptz,
  primary key (subject, source)
);
create index login_failures_by_age on login_failures (since);

-- For every table that an authentication or a decision depends on. Finds the account by the row's domain_id, user_id or
-- group_id; when that user or group goes in the same transaction, its own row raises the revision.
create function raise_iam_revision() returns trigger language plpgsql as $$
declare
  facts jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
  -- A backup has the revisions as they were.
  if current_setting('deskplane.loading_backup', true) = 'on' then
    return null;
  end if;
  update domains set iam_revision = iam_revision + 1
   where id = coalesce(
     facts ->> 'domain_id',
     (select domain_id from iam_users where id = facts ->> 'user_id'),
     (select domain_id from iam_groups where id = facts ->> 'group_id'));
  return null;
end $$;

create trigger raise_iam_revision after insert or update or delete on iam_users
  for each row execute function raise_iam_revision();
create trigger raise_iam_revision after insert or update or delete on iam_groups
  for each row execute function raise_iam_revision();
create trigger raise_iam_revision after insert or update or delete on iam_group_members
  for each row execute function raise_iam_revision();
create trigger raise_iam_revision after insert or update or delete on projects
  for each row execute function raise_iam_revision();
create trigger raise_iam_revision after insert or update or delete on enterprise_projects
  for each row execute function raise_iam_revision();
create trigger raise_iam_revision after insert or update or delete on access_keys
  for each row execute function raise_iam_revision();
-- A token that is issued changes nothing for anybody else, and one that is past its time is refused by its time.
create trigger raise_iam_revision after delete on tokens
  for each row when (old.expires_at > now()) execute function raise_iam_revision();

create function raise_own_iam_revision() returns trigger language plpgsql as $$
begin
  new.iam_revision := old.iam_revision + 1;
  return new;
end $$;
create trigger raise_own_iam_revision before update of name, enabled on domains
  for each row when (old.name <> new.name or old.enabled <> new.enabled) execute function raise_own_iam_revision();
