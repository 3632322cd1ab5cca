-- Mails about desktops that were created, and mails that let a user choose a password.

-- Null: the mail is about no desktop.
alter table mails alter column desktop_id drop not null;
-- Ended without being sent, because what it says was no longer true. Also has undeliverable_at, so that it has ended like others.
alter table mails add column withdrawn boolean not null default false check (not withdrawn or undeliverable_at is not null);
create index mails_of_users on mails (coalesce(sent_at, undeliverable_at)) where desktop_id is null;

-- Whether its users are mailed once it has been created; those before this column are not.
alter table desktops add column creation_mail boolean not null default false;

-- The mail that invites the user; any earlier one no longer counts.
alter table desktop_users add column invitation_mail_id text;

create table desk_invitations (
  -- SHA-256 of the token in the link; the token itself is never stored
  token_hash bytea primary key,
  user_id text not null,
  project_id text not null,
  -- the mail that carries it; each attempt to send that mail has a token of its own
  mail_id text not null,
  expires_at timestamptz not null,
  foreign key (user_id, project_id) references desktop_users (id, project_id) on delete cascade
);
create index desk_invitations_by_end on desk_invitations (expires_at);
create index desk_invitations_by_user on desk_invitations (user_id);

-- A password that was set, another invitation, another address, and a user who is kept out end what was sent before.
create function void_desk_invitations() returns trigger language plpgsql as $$
begin
  delete from desk_invitations where user_id = new.id;
  if new.invitation_mail_id is not distinct from old.invitation_mail_id then
    new.invitation_mail_id := null;
  end if;
  return new;
end $$;
create trigger void_desk_invitations
  before update of password_hash, user_email, disabled, locked, invitation_mail_id on desktop_users
  for each row when (
    old.password_hash is distinct from new.password_hash
    or old.user_email is distinct from new.user_email
    or old.invitation_mail_id is distinct from new.invitation_mail_id
    or new.disabled or new.locked)
  execute function void_desk_invitations();
