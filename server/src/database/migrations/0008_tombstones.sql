-- What has ended for good, so that a restored backup cannot bring it back to life. Triggers write it, in the transaction of the
-- end itself, whatever part of the service ends it. Each service copies it to a file outside of the database.

create table tombstones (
  id bigint generated always as identity primary key,
  -- 'user': a desktop's user who was erased
  kind text not null check (kind in
    ('genesis', 'desktop', 'desktop-user', 'access-key', 'token', 'iam-user', 'password', 'personal-data', 'user',
     'signing-key')),
  -- what has ended: its id; never anything personal or secret
  subject text not null,
  project_id text,
  ended_at timestamptz not null default clock_timestamp(),
  -- more about it as JSON, byte for byte as it is hashed
  facts text,
  -- place in the order of all ends, given once committed: 1, 2, 3 … without gaps
  position bigint unique,
  -- SHA-256 over the hash before and this row: tells whether a file and a database share a history
  hash bytea,
  check ((position is null) = (hash is null))
);
create index tombstones_unnumbered on tombstones (id) where position is null;
create index tombstones_of_users on tombstones using hash (subject) where kind in ('desktop-user', 'user');

-- Two databases never share a history, not even an empty one.
insert into tombstones (kind, subject) values ('genesis', gen_random_uuid()::text);

-- With the deletion as it was accepted, so that a replay can end it; without nulls and what the row says already.
create function bury_desktop() returns trigger language plpgsql as $$
begin
  insert into tombstones (kind, subject, project_id, ended_at, facts)
  values ('desktop', new.id, new.project_id, new.gone_at, (
    select jsonb_strip_nulls(
      to_jsonb(deletions) - array['desktop_id', 'project_id', 'state', 'completed_at', 'failed_since'])::text
    from deletions where desktop_id = new.id));
  return null;
end $$;
create trigger bury after update of gone_at on desktops for each row
  when (old.gone_at is null and new.gone_at is not null) execute function bury_desktop();

create function bury_desktop_user() returns trigger language plpgsql as $$
begin
  insert into tombstones (kind, subject, project_id) values ('desktop-user', old.id, old.project_id);
  return null;
end $$;
create trigger bury after delete on desktop_users for each row execute function bury_desktop_user();

create function bury_access_key() returns trigger language plpgsql as $$
begin
  insert into tombstones (kind, subject) values ('access-key', old.access_key);
  return null;
end $$;
create trigger bury after delete on access_keys for each row execute function bury_access_key();
create trigger bury_disabled after update of enabled on access_keys for each row
  when (old.enabled and not new.enabled) execute function bury_access_key();

create function bury_token() returns trigger language plpgsql as $$
begin
  insert into tombstones (kind, subject) values ('token', encode(old.token_hash, 'hex'));
  return null;
end $$;
create trigger bury after delete on tokens for each row
  when (old.expires_at > now()) execute function bury_token();

create function bury_iam_user() returns trigger language plpgsql as $$
begin
  insert into tombstones (kind, subject, facts)
  values ('iam-user', old.id, case when tg_op = 'DELETE' then '{"deleted": true}' else '{"deleted": false}' end);
  return null;
end $$;
create trigger bury after delete on iam_users for each row execute function bury_iam_user();
create trigger bury_disabled after update of enabled on iam_users for each row
  when (old.enabled and not new.enabled) execute function bury_iam_user();

-- The old password, known by a digest of its (salted, slow) hash.
create function bury_password() returns trigger language plpgsql as $$
begin
  insert into tombstones (kind, subject, facts)
  values ('password', old.id,
    jsonb_build_object('digest', encode(sha256(convert_to(old.password_hash, 'UTF8')), 'hex'))::text);
  return null;
end $$;
create trigger bury_password after update of password_hash on iam_users for each row
  when (old.password_hash <> new.password_hash) execute function bury_password();

create function bury_signing_key() returns trigger language plpgsql as $$
begin
  insert into tombstones (kind, subject) values ('signing-key', old.id);
  return null;
end $$;
create trigger bury after update of retired_at on signing_keys for each row
  when (old.retired_at is null and new.retired_at is not null) execute function bury_signing_key();

-- Names and addresses that are compacted with a deletion leave no tombstone of their own: a backup that still has them has the
-- whole deletion, and compacts it again.
create function bury_personal_data() returns trigger language plpgsql as $$
begin
  if is_compacting() then
    return null;
  end if;
  insert into tombstones (kind, subject, facts)
  values ('personal-data', old.desktop_id::text,
    jsonb_build_object('subject', old.subject, 'field', old.field)::text);
  return null;
end $$;
create trigger bury after delete on personal_data for each row
  when (old.value is not null) execute function bury_personal_data();
create trigger bury_erased after update of value on personal_data for each row
  when (old.value is not null and new.value is null) execute function bury_personal_data();
