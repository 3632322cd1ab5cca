-- Sessions of IAM users in a browser.

create table browser_sessions (
  -- SHA-256 of the secret in the cookie; the secret itself is never stored
  session_hash bytea primary key,
  user_id text not null references iam_users (id) on delete cascade,
  created_at timestamptz not null default now(),
  -- written at most once a minute
  used_at timestamptz not null default now(),
  -- whatever it is used for
  expires_at timestamptz not null
) with (fillfactor = 80);
create index browser_sessions_by_end on browser_sessions (expires_at);
create index browser_sessions_by_user on browser_sessions (user_id);

-- So long a session lasts without a use.
create function browser_session_idle() returns interval immutable parallel safe language sql
  return interval '30 minutes';

-- As of tokens: what ended one before its time shows at once.
create trigger raise_iam_revision after delete on browser_sessions
  for each row when (old.expires_at > now() and old.used_at > now() - browser_session_idle())
  execute function raise_iam_revision();

-- Whoever changes a password, disables somebody or keeps him to the API ends his sessions, whichever way it is done.
create function end_browser_sessions() returns trigger language plpgsql as $$
begin
  delete from browser_sessions where user_id = new.id;
  return null;
end $$;
create trigger end_browser_sessions after update of password_hash, enabled, access_mode on iam_users
  for each row when (old.password_hash is distinct from new.password_hash or not new.enabled
    or new.access_mode = 'programmatic')
  execute function end_browser_sessions();

-- A page that shows a screen may have been opened by a session.
alter table screen_tickets add column session_hash bytea;
alter table screen_tickets drop constraint screen_tickets_check;
alter table screen_tickets add constraint screen_tickets_proof
  check (num_nonnulls(token_hash, access_key, session_hash) = 1);
