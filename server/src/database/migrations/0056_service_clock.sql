-- The clock by which tokens, sessions, keys and links expire, lock-outs end and scheduled tasks are due: the database's, and ahead of
-- it only where the tests of a test double moved it. Leases, claims, the log and the times of deletions do not look at it.

-- Each time it was moved. Without a row it is the database's.
create table service_clock_moves (
  id bigint generated always as identity primary key,
  -- by the database's clock
  moved_at timestamptz not null default clock_timestamp(),
  ahead_before integer not null check (ahead_before >= 0),
  ahead_after integer not null check (ahead_after >= 0),
  -- what it showed before and after
  left_at timestamptz not null,
  came_at timestamptz not null,
  -- it has been set back since, so that it comes by this time once more
  undone boolean not null default false
);

create function service_clock_ahead() returns integer stable parallel safe language sql as $$
  select coalesce((select ahead_after from service_clock_moves order by id desc limit 1), 0)
$$;

create function service_now() returns timestamptz stable parallel safe language sql as $$
  select now() + coalesce((select ahead_after from service_clock_moves order by id desc limit 1), 0) * interval '1 second'
$$;

-- How far ahead it was at the most, from a moment of the database's clock until now.
create function service_clock_ahead_since(since timestamptz) returns integer stable parallel safe language sql as $$
  select greatest(service_clock_ahead(), (
    select max(greatest(ahead_before, ahead_after)) from service_clock_moves where moved_at >= since))
$$;

-- How much of the time between two moments of this clock it was moved over, in milliseconds.
create function service_time_moved_over(since timestamptz, until timestamptz) returns float8 stable parallel safe language sql as $$
  select coalesce(sum(extract(epoch from least(came_at, until) - greatest(left_at, since))), 0)::float8 * 1000
  from service_clock_moves where not undone and came_at > since and left_at < until
$$;

-- As before, by this clock.
drop trigger raise_iam_revision on tokens;
create trigger raise_iam_revision after delete on tokens
  for each row when (old.expires_at > service_now()) execute function raise_iam_revision();
drop trigger raise_iam_revision on temporary_keys;
create trigger raise_iam_revision after delete on temporary_keys
  for each row when (old.expires_at > service_now()) execute function raise_iam_revision();
drop trigger raise_iam_revision on browser_sessions;
create trigger raise_iam_revision after delete on browser_sessions
  for each row when (old.expires_at > service_now() and old.used_at > service_now() - browser_session_idle())
  execute function raise_iam_revision();
drop trigger bury on tokens;
create trigger bury after delete on tokens for each row
  when (old.expires_at > service_now()) execute function bury_token();
alter table browser_sessions alter column created_at set default service_now(), alter column used_at set default service_now();
alter table desk_sessions alter column created_at set default service_now(), alter column used_at set default service_now();
