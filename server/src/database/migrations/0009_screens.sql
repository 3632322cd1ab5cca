-- Who may look at a screen, and who did.

-- Secrets of the screen page, as SHA-256. A token opens the page once and soon; a session lets that page come back.
create table screen_tickets (
  secret_hash bytea primary key,
  kind text not null check (kind in ('token', 'session')),
  project_id text not null,
  desktop_id uuid not null,
  domain_id text not null,
  user_id text not null,
  user_name text not null,
  -- what the viewer had proven himself with; rights are looked up by it again and again
  token_hash bytea,
  access_key text,
  expires_at timestamptz not null,
  check ((token_hash is null) <> (access_key is null))
);
create index screen_tickets_by_end on screen_tickets (expires_at);

-- Processes that hold connections. What one held that died ends at its last beat.
create table screen_hosts (
  id uuid primary key,
  seen_at timestamptz not null
);

-- No foreign keys: records outlive desktop and user, until the retention lets them go.
create table screen_connections (
  id uuid primary key,
  host_id uuid not null,
  project_id text not null,
  desktop_id uuid not null,
  computer_name text not null,
  -- of the caller in IAM
  viewer_id text not null,
  user_name text not null,
  -- the user of the desktop that the viewer is; null: one who looks on
  desktop_user_id text,
  source_ip text,
  client_version text,
  is_reconnect boolean not null,
  started_at timestamptz not null,
  -- when the desktop sent its first byte
  setup_at timestamptz,
  ended_at timestamptz,
  end_reason text
) with (fillfactor = 80);
create index screen_connections_open on screen_connections (desktop_id) where ended_at is null;
create index screen_connections_by_desktop on screen_connections (desktop_id, setup_at);
create index screen_connections_by_time on screen_connections (project_id, started_at desc, id);
create index screen_connections_by_end on screen_connections (ended_at) where ended_at is not null;
create index screen_connections_by_user on screen_connections (desktop_user_id) where desktop_user_id is not null;

-- A session on a desktop begins when it is switched on, and its connections count from then.
alter table desktops add column active_since timestamptz;
update desktops set active_since = now() where status = 'ACTIVE';
create function begin_session() returns trigger language plpgsql as $$
begin
  new.active_since := now();
  return new;
end $$;
create trigger begin_session before update on desktops for each row
  when (new.status = 'ACTIVE' and new.task_status = ''
    and (old.status <> 'ACTIVE' or old.task_status like 'rebooting%'))
  execute function begin_session();
