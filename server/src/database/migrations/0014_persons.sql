-- Reports about persons: the log says that one was made, and commits to what it said.

alter table log_entries drop constraint log_entries_kind_check;
alter table log_entries add constraint log_entries_kind_check check (kind in
  ('acceptance', 'escalation', 'release', 'receipt', 'addendum', 'reclaim', 'key-rotation', 'erasure', 'trace',
   'checkpoint', 'person-report'));

-- Users who are gone, of one project.
create index tombstones_of_former_users on tombstones (project_id, ended_at desc) where kind = 'desktop-user';
