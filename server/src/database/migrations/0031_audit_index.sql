-- What finds audit events is filled behind the log by whoever seals it or looks for them, many at a time, and no longer by a trigger in the
-- statement that writes an entry (audit/events/indexAuditEvents.ts).
drop function index_audit_events();

-- Up to where the log is indexed, as log_heads has it for sealing. One row, made by the first round; not in backups, as audit_events.
create table audit_index (
  one boolean primary key default true check (one),
  next bigint not null,
  gaps jsonb
);
insert into audit_index (next) select max(sequence) + 1 from log_entries having max(sequence) is not null;
