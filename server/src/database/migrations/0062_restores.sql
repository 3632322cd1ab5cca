-- Disks that were put back to snapshots: who asked for what, and what came of it, for good.

alter table log_entries drop constraint log_entries_kind_check;
alter table log_entries add constraint log_entries_kind_check check (kind in
  ('acceptance', 'escalation', 'release', 'receipt', 'addendum', 'reclaim', 'key-rotation', 'erasure', 'trace',
   'checkpoint', 'person-report', 'restore', 'restore-receipt'));
