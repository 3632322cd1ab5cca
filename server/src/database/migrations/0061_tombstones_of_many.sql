-- Many desktops end with one statement: their tombstones are written with one, too.
create function bury_desktops() returns trigger language plpgsql
-- However few rows the first call had, the plan that is kept must suit many.
set enable_nestloop = off as $$
begin
  insert into tombstones (kind, subject, project_id, ended_at, facts)
  select 'desktop', ended.id, ended.project_id, ended.gone_at, (
    select jsonb_strip_nulls(jsonb_build_object('accepted_at', o.accepted_at, 'accepted_by', o.accepted_by, 'request_id', o.request_id,
      'engine', o.engine, 'job_id', o.job_id, 'position', o.position, 'raised_at', o.raised_at, 'delete_users', nullif(o.delete_users, false),
      'email_notification', nullif(o.email_notification, false), 'is_force_delete', nullif(o.is_force_delete, false),
      'plan_digest', nullif(o.plan_digest, ''), 'task_cancelled', nullif(o.task_cancelled, '')))::text
    from deletion_orders o where o.desktop_id = ended.id)
  from ended join living using (id)
  where living.gone_at is null and ended.gone_at is not null;
  return null;
end $$;

drop trigger bury on desktops;
drop function bury_desktop();
create trigger bury after update on desktops referencing old table as living new table as ended
  for each statement execute function bury_desktops();
