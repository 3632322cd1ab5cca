-- Sessions of those who work on desktops, in a browser. They are no IAM users: nothing here lets in to the API.

create table desk_sessions (
  -- SHA-256 of the secret in the cookie; the secret itself is never stored
  session_hash bytea primary key,
  user_id text not null,
  project_id text not null,
  created_at timestamptz not null default now(),
  -- written at most once a minute
  used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  foreign key (user_id, project_id) references desktop_users (id, project_id) on delete cascade
) with (fillfactor = 80);
create index desk_sessions_by_end on desk_sessions (expires_at);
create index desk_sessions_by_user on desk_sessions (user_id);

create function end_desk_sessions() returns trigger language plpgsql as $$
begin
  delete from desk_sessions where user_id = new.id;
  return null;
end $$;
create trigger end_desk_sessions after update of password_hash, disabled, locked on desktop_users
  for each row when (old.password_hash is distinct from new.password_hash or new.disabled or new.locked)
  execute function end_desk_sessions();

-- What its users sign in with tells a workspace from every other one.
create unique index workspaces_by_enterprise on workspaces (enterprise_id);

-- Somebody who has signed in to the desk looks at a screen.
alter table screen_tickets add column desk_session_hash bytea;
alter table screen_tickets drop constraint screen_tickets_proof;
alter table screen_tickets add constraint screen_tickets_proof
  check (num_nonnulls(token_hash, access_key, session_hash, desk_session_hash) = 1);
