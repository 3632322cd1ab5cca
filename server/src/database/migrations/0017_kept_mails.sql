-- Without a mail server a mail is kept as a file: its end, but nobody was told anything.
alter table mails add column kept boolean not null default false;
