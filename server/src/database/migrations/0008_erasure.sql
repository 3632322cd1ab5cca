-- Of what is said about the log itself, or about a person, no desktop is the subject.
alter table log_entries alter column desktop_id drop not null;
alter table log_entries drop constraint log_entries_kind_check;
alter table log_entries add constraint log_entries_kind_check check (kind in
  ('acceptance', 'escalation', 'release', 'receipt', 'addendum', 'reclaim', 'key-rotation', 'erasure'));

-- The private half of a retired key goes: nobody can sign with it any more.
alter table signing_keys alter column sealed_private_key drop not null;

-- Whom a sub-job's name meant, written down when that user is deleted, so that an erasure finds the name again although the
-- user's row is gone. Names are unique among living users, so that one without an id can only be this one's.
alter table sub_jobs add column user_id text;
create index sub_jobs_by_user_name on sub_jobs (project_id, lower(user_name))
  where user_name is not null and user_id is null;
create index sub_jobs_by_user on sub_jobs (user_id) where user_id is not null;
create function attribute_sub_jobs() returns trigger language plpgsql as $$
begin
  update sub_jobs set user_id = old.id
  where project_id = old.project_id and lower(user_name) = lower(old.user_name) and user_name is not null
    and user_id is null;
  return null;
end $$;
create trigger attribute_sub_jobs after delete on desktop_users
  for each row execute function attribute_sub_jobs();

-- Erasing looks for what is of one person.
create index deletion_users_by_user on deletion_users (user_id);
create index mails_by_user on mails (user_id);

-- A restored backup must know neither a person who was erased nor a key that was retired.
alter table tombstones drop constraint tombstones_kind_check;
alter table tombstones add constraint tombstones_kind_check check (kind in
  ('genesis', 'desktop', 'desktop-user', 'access-key', 'token', 'iam-user', 'password', 'personal-data', 'user',
   'signing-key'));
create index tombstones_of_users on tombstones (subject) where kind in ('desktop-user', 'user');

create function bury_signing_key() returns trigger language plpgsql as $$
begin
  insert into tombstones (kind, subject) values ('signing-key', old.id);
  return null;
end $$;
create trigger bury after update of retired_at on signing_keys for each row
  when (old.retired_at is null and new.retired_at is not null) execute function bury_signing_key();
