-- Policies, and to whom they are given.

-- Own policies of an account. Those that come with the service are in its code and have no row.
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
  -- as it was given; it was understood when it was
  document text not null,
  created_at timestamptz not null,
  primary key (policy_id, version),
  foreign key (policy_id, domain_id) references iam_policies (id, domain_id) on delete cascade
);

-- A policy given to a user or to a group. Identity policies are attached, and count everywhere; roles are assigned for a
-- scope. A policy that is given to anybody cannot go.
create table iam_grants (
  id text primary key,
  domain_id text not null references domains (id),
  model text not null check (model in ('role', 'identity')),
  policy_id text not null,
  -- the same id when it is an own policy, null when it came with the service
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

create trigger raise_iam_revision after insert or update or delete on iam_policies
  for each row execute function raise_iam_revision();
create trigger raise_iam_revision after insert or update or delete on iam_policy_versions
  for each row execute function raise_iam_revision();
create trigger raise_iam_revision after insert or update or delete on iam_grants
  for each row execute function raise_iam_revision();
