-- Access keys of users, permanent and temporary, and signatures that were wrong.

alter table access_keys add column description text not null default '';

create table temporary_keys (
  access_key text primary key,
  user_id text not null references iam_users (id) on delete cascade,
  -- the token that it was got with: when that is revoked, so is this
  token_hash bytea not null references tokens (token_hash) on delete cascade,
  -- AES-256-GCM; the id of its data key stands in front
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

-- One that is issued changes nothing for anybody else, and one that is past its time is refused by its time.
create trigger raise_iam_revision after delete on temporary_keys
  for each row when (old.expires_at > now()) execute function raise_iam_revision();

-- Wrong signatures in a row, by key and where they came from. Keys that nobody has are counted too, so that they cannot be
-- told from others.
create table signature_failures (
  access_key text not null,
  source text not null,
  failures integer not null,
  last_at timestamptz not null,
  locked_until timestamptz,
  primary key (access_key, source)
);
create index signature_failures_by_age on signature_failures (last_at);
