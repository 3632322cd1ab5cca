-- Accounts, their projects, users and groups; what they log in with; what they may do.

-- Accounts ---------------------------------------------------------------------------------------------------------

create table domains (
  id text primary key,
  name text not null unique,
  -- the name as an eye sees it; null: as in lower case
  likeness text,
  description text not null default '',
  enabled boolean not null default true,
  -- the account of whoever runs the service: its root may add and disable accounts
  is_operator boolean not null default false,
  -- Raised by every change that an authentication or a decision in this account depends on. As long as it stays the same,
  -- what was read under it is still true (D12).
  iam_revision bigint not null default 1,
  created_at timestamptz not null default now()
);
create unique index one_operator on domains (is_operator) where is_operator;
create unique index domains_by_likeness on domains (coalesce(likeness, lower(name)));

create table projects (
  id text primary key,
  domain_id text not null references domains (id),
  -- the project above it; null: directly below its account. No foreign key: projects are never removed.
  parent_id text,
  name text not null,
  description text not null default '',
  enabled boolean not null default true,
  unique (domain_id, name)
);

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

create table iam_users (
  id text primary key,
  domain_id text not null references domains (id),
  name text not null,
  likeness text,
  password_hash text not null,
  enabled boolean not null default true,
  -- the account itself: may do everything in its account
  is_root boolean not null default false,
  description text not null default '',
  email text not null default '',
  areacode text not null default '',
  phone text not null default '',
  -- default: everywhere; programmatic: by API only; console: by console only
  access_mode text not null default 'default' check (access_mode in ('default', 'programmatic', 'console')),
  created_at timestamptz not null,
  updated_at timestamptz,
  password_changed_at timestamptz,
  unique (domain_id, name)
);
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

-- Credentials ------------------------------------------------------------------------------------------------------

create table data_keys (
  id text primary key,
  -- the key itself, wrapped with the master key
  wrapped_key bytea not null,
  created_at timestamptz not null
);

create table tokens (
  -- SHA-256 of the token; the token itself is never stored
  token_hash bytea primary key,
  user_id text not null references iam_users (id) on delete cascade,
  methods text[] not null,
  scope_project_id text references projects (id),
  scope_domain_id text references domains (id),
  issued_at timestamptz not null,
  expires_at timestamptz not null
);
create index tokens_by_expiry on tokens (expires_at);
create index tokens_by_user on tokens (user_id);

create table access_keys (
  access_key text primary key,
  user_id text not null references iam_users (id) on delete cascade,
  -- AES-256-GCM, after the id of its data key
  sealed_secret bytea not null,
  enabled boolean not null default true,
  description text not null default '',
  created_at timestamptz not null
);
create index access_keys_by_user on access_keys (user_id);

create table temporary_keys (
  access_key text primary key,
  user_id text not null references iam_users (id) on delete cascade,
  -- the token that it was issued for: revoking that revokes this
  token_hash bytea not null references tokens (token_hash) on delete cascade,
  -- AES-256-GCM, after the id of its data key
  sealed_secret bytea not null,
  -- SHA-256 of what must be sent as X-Security-Token
  security_token_hash bytea not null,
  -- a policy document that narrows what the user may do; null: no narrowing
  session_policy text,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index temporary_keys_by_user on temporary_keys (user_id);
create index temporary_keys_by_token on temporary_keys (token_hash);
create index temporary_keys_by_expiry on temporary_keys (expires_at);

-- Failed log-ins, by the name given and the source. Names that nobody has are counted as well, so that they cannot be told
-- apart. Of the name only a digest is kept.
create table login_failures (
  subject bytea not null,
  source text not null,
  failures integer not null,
  since timestamptz not null,
  locked_until timestamptz,
  primary key (subject, source)
);
create index login_failures_by_age on login_failures (since);

-- Wrong signatures in a row, by key and source. Keys that nobody has are counted as well, so that they cannot be told apart.
create table signature_failures (
  access_key text not null,
  source text not null,
  failures integer not null,
  last_at timestamptz not null,
  locked_until timestamptz,
  primary key (access_key, source)
);
create index signature_failures_by_age on signature_failures (last_at);

-- The keys that authorization messages are encrypted with. A table of their own: code that opens stored secrets must not meet
-- keys whose messages last a day.
create table authorization_message_keys (
  id uuid primary key,
  -- AES-256-GCM, after the id of its data key
  sealed_key bytea not null,
  created_at timestamptz not null,
  -- kept after that until the last message that it encrypted has expired
  retired_at timestamptz
);
create unique index authorization_message_keys_current on authorization_message_keys ((true)) where retired_at is null;

-- Policies ---------------------------------------------------------------------------------------------------------

-- Policies that an account made. Those that come with the service are in its code and have no row.
create table iam_policies (
  id text primary key,
  domain_id text not null references domains (id),
  -- role: Version 1.1; identity: Version 5.0
  model text not null check (model in ('role', 'identity')),
  -- of a role: its display name
  name text not null,
  likeness text not null,
  -- of an identity policy: '' or 'a/b/'
  path text not null default '',
  -- of a role: AX is shown for the account, XA for projects
  display_mode text check (display_mode in ('AX', 'XA')),
  description text not null default '',
  description_cn text not null default '',
  default_version integer not null default 1,
  -- numbers of versions are never used again, so that (id, version) names one document for good
  last_version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (domain_id, model, likeness),
  unique (id, domain_id)
);

create table iam_policy_versions (
  policy_id text not null,
  version integer not null,
  domain_id text not null,
  -- as it was given; it was valid then
  document text not null,
  created_at timestamptz not null,
  primary key (policy_id, version),
  foreign key (policy_id, domain_id) references iam_policies (id, domain_id) on delete cascade
);

-- A policy given to a user or to a group. Identity policies are attached, and count everywhere; roles are assigned for a
-- scope. A policy that is given to anybody cannot be deleted.
create table iam_grants (
  id text primary key,
  domain_id text not null references domains (id),
  model text not null check (model in ('role', 'identity')),
  policy_id text not null,
  -- the same id if an account made the policy, null if it came with the service
  own_policy_id text check (own_policy_id = policy_id),
  user_id text references iam_users (id) on delete cascade,
  group_id text references iam_groups (id) on delete cascade,
  scope text not null check (scope in ('everywhere', 'domain', 'project', 'enterprise-project')),
  project_id text references projects (id) on delete cascade,
  enterprise_project_id text,
  created_at timestamptz not null,
  foreign key (own_policy_id, domain_id) references iam_policies (id, domain_id),
  check (model = 'role' or scope = 'everywhere'),
  check (num_nonnulls(user_id, group_id) = 1),
  check ((scope = 'project') = (project_id is not null)),
  check ((scope = 'enterprise-project') = (enterprise_project_id is not null))
);
create unique index iam_grants_once on iam_grants (
  domain_id, policy_id, coalesce(user_id, ''), coalesce(group_id, ''), scope, coalesce(project_id, enterprise_project_id, '')
);
create index iam_grants_by_user on iam_grants (user_id) where user_id is not null;
create index iam_grants_by_group on iam_grants (group_id) where group_id is not null;
create index iam_grants_by_project on iam_grants (project_id) where project_id is not null;
create index iam_grants_by_own_policy on iam_grants (own_policy_id) where own_policy_id is not null;

-- The revision of an account ---------------------------------------------------------------------------------------

-- For every table that an authentication or a decision depends on. Finds the account by the row's domain_id, user_id or
-- group_id; when that user or group is deleted in the same transaction, its own row raises the revision.
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

create trigger raise_iam_revision after insert or update or delete on projects
  for each row execute function raise_iam_revision();
create trigger raise_iam_revision after insert or update or delete on enterprise_projects
  for each row execute function raise_iam_revision();
create trigger raise_iam_revision after insert or update or delete on iam_users
  for each row execute function raise_iam_revision();
create trigger raise_iam_revision after insert or update or delete on iam_groups
  for each row execute function raise_iam_revision();
create trigger raise_iam_revision after insert or update or delete on iam_group_members
  for each row execute function raise_iam_revision();
create trigger raise_iam_revision after insert or update or delete on access_keys
  for each row execute function raise_iam_revision();
create trigger raise_iam_revision after insert or update or delete on iam_policies
  for each row execute function raise_iam_revision();
create trigger raise_iam_revision after insert or update or delete on iam_policy_versions
  for each row execute function raise_iam_revision();
create trigger raise_iam_revision after insert or update or delete on iam_grants
  for each row execute function raise_iam_revision();
-- Issuing a token or a temporary key changes nothing for anybody else, and an expired one is refused by its time.
create trigger raise_iam_revision after delete on tokens
  for each row when (old.expires_at > now()) execute function raise_iam_revision();
create trigger raise_iam_revision after delete on temporary_keys
  for each row when (old.expires_at > now()) execute function raise_iam_revision();

create function raise_own_iam_revision() returns trigger language plpgsql as $$
begin
  new.iam_revision := old.iam_revision + 1;
  return new;
end $$;
create trigger raise_own_iam_revision before update of name, enabled on domains
  for each row when (old.name <> new.name or old.enabled <> new.enabled) execute function raise_own_iam_revision();
