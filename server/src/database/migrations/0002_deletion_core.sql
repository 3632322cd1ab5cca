-- Whose an item is: what we did not make is detached, never deleted (S2).
alter table items add column ownership text not null default 'created'
  check (ownership in ('created', 'preexisting'));

-- Our own extension: while set, no path deletes the desktop (S14).
alter table desktops add column deletion_protection boolean not null default false;

-- What was decided on and by whom, for the receipt.
alter table deletions add column plan_digest text not null default '';
alter table deletions add column task_cancelled text not null default '';
alter table deletions add column failed_since timestamptz;

-- Planned but not tried yet: an item of a later stage. Ended by a person: who and why.
-- How often it was asked to go: an engine may say yes each time and do nothing.
alter table deletion_items add column asks integer not null default 0;
alter table deletion_items add column released_by text;
alter table deletion_items add column release_reason text;
alter table deletion_items add column first_absent_at timestamptz;
