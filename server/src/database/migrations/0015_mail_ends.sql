-- A mail that cannot be delivered ends as well: refused for good, not to be sent to its address at all, or tried for days.
alter table mails add column undeliverable_at timestamptz;
-- When the attempts began that count for giving up: the first one, or the first since it was put back into the queue.
alter table mails add column tried_since timestamptz;

drop index mails_unsent;
create index mails_unsent on mails (attempts) where sent_at is null and undeliverable_at is null;
create index mails_undeliverable on mails (project_id) where undeliverable_at is not null;
create index mails_by_time on mails (project_id, queued_at desc, id);
