-- A deletion is of a desktop, or of one disk of a desktop. It is known by the id of what it deletes (desktop_id); disk_of is the desktop
-- of a disk, and null where the desktop itself goes. Desktops are never removed, so that id needs no reference.
alter table deletion_orders drop constraint deletions_desktop_id_project_id_fkey;
alter table deletion_orders add column disk_of uuid;
alter table deletion_orders add foreign key (disk_of, project_id) references desktops (id, project_id);
create index deletions_of_disks on deletion_orders (disk_of) where disk_of is not null;
-- Whose a disk was that is known by the proof of its deletion only.
create index past_items_of_disks on past_items using hash (item_id) where kind = 'volume';

-- Which disk a sub-job is about; its desktop is desktop_id.
alter table sub_jobs add column volume_id text;

-- As before, with whose disk it is.
create or replace view deletions as
select o.desktop_id, o.project_id, o.delete_users, o.email_notification, o.is_force_delete, o.plan_digest, o.task_cancelled, o.engine,
  o.accepted_at, o.accepted_by, o.request_id, o.raised_at, o.failed_since, o.job_id, o.position,
  case when e.desktop_id is not null then 'done' when o.failed_since is not null then 'failed' else 'running' end as state,
  e.completed_at, e.items, e.replayed_at, o.disk_of
from deletion_orders o left join deletion_ends e using (desktop_id);

create or replace view derived_sub_jobs as
select md5(x.job_id::text || x.desktop_id::text)::uuid as id, x.job_id, x.project_id, x.position,
  case when x.state = 'done' then 'SUCCESS' when p.ended > 0 then 'RUNNING' else 'WAITING' end as status,
  case when x.state = 'done' then 100 when p.ended > 0 then round(100.0 * p.ended / p.total)::integer else 0 end as progress,
  coalesce(x.disk_of, x.desktop_id)::text as desktop_id, null::text as product_id, null::text as user_name, null::text as user_id,
  d.computer_name as desktop_name, null::text as ip_address, null::text as error_code, null::text as fail_reason,
  j.begin_time, x.completed_at as end_time, j.job_type, j.begin_time as job_begin_time, x.desktop_id as deletion,
  case when x.disk_of is not null then x.desktop_id::text end as volume_id
from deletions x join jobs j on j.id = x.job_id join desktops d on d.id = coalesce(x.disk_of, x.desktop_id)
left join lateral (
  select count(item.ended) as ended, count(*) as total
  from deletion_progress p, unnest(p.items) item where x.state <> 'done' and p.desktop_id = x.desktop_id
) p on true;

-- All sub-jobs, as they are shown. One that joined is as far as the deletion that it joined.
create or replace view shown_sub_jobs as
select s.id, s.job_id, s.project_id, s.position, case when p.ended > 0 then 'RUNNING' else s.status end as status,
  case when p.ended > 0 then round(100.0 * p.ended / p.total)::integer else s.progress end as progress, s.desktop_id, s.product_id,
  s.user_name, s.user_id, s.desktop_name, s.ip_address, s.error_code, s.fail_reason, s.begin_time, s.end_time, j.job_type,
  j.begin_time as job_begin_time, null::uuid as deletion, s.volume_id
from sub_jobs s join jobs j on j.id = s.job_id
left join lateral (
  select count(item.ended) as ended, count(*) as total
  from deletion_progress p, unnest(p.items) item
  where p.desktop_id = case
    when s.status = 'WAITING' and j.job_type = 'deleteDesktops' then s.desktop_id::uuid
    when s.status = 'WAITING' and j.job_type = 'deleteVolumes' then s.volume_id::uuid end
) p on true
union all
select * from derived_sub_jobs;

-- What ends with a disk: a backup from before must not bring it back.
alter table tombstones drop constraint tombstones_kind_check;
alter table tombstones add constraint tombstones_kind_check check (kind in
  ('genesis', 'desktop', 'desktop-user', 'access-key', 'token', 'iam-user', 'password', 'personal-data', 'user',
   'signing-key', 'user-group', 'volume'));

-- As before; a desktop is not settled while a deletion of one of its disks is open.
create or replace function deletion_is_settled(wanted uuid) returns boolean stable language sql as $$
  select exists (
      select from deletions x join desktops d on d.id = x.desktop_id
      where x.desktop_id = wanted and x.state = 'done' and x.completed_at is not null and d.gone_at is not null)
    and log_is_settled(wanted)
    and not exists (select from mails m where m.desktop_id = wanted and m.due_at is not null)
    and not exists (
      select from deletions x
      where x.disk_of = wanted and (x.state <> 'done' or (x.replayed_at is null and not log_is_settled(x.desktop_id))))
$$;

-- The rows of a disk's deletion go with those of its desktop: first its end, then its order.
create function guard_deletion() returns trigger language plpgsql as $$
begin
  if exists (
    select from desktops
    where compacted_at is not null and id = coalesce(
      (select disk_of from deletion_orders where desktop_id = old.desktop_id), old.desktop_id))
  then
    return old;
  end if;
  raise exception 'the ledger keeps its rows: % of % is refused', tg_op, tg_table_name;
end $$;
drop trigger kept_rows on deletion_orders;
create trigger kept_rows before delete on deletion_orders for each row execute function guard_deletion();
drop trigger kept_rows on deletion_ends;
create trigger kept_rows before delete on deletion_ends for each row execute function guard_deletion();

-- As before, of an order and an end, and with the deletions of disks of the desktops.
create or replace function compact_deletions(candidates uuid[], keep interval) returns integer language plpgsql as $$
declare
  ripe uuid[];
  ripe_texts text[];
  disks uuid[];
  touched_jobs uuid[];
  went record;
begin
  if keep is null or keep < interval '1 day' then
    raise exception 'deletions are kept whole for a day at least, not %', keep;
  end if;
  -- One at a time: of two over the desktops of one job neither would see that the other leaves nothing of it. And never beside
  -- the erasure of a user, which writes to the same rows in another order. The number is advisoryLocks.compaction.
  if not pg_try_advisory_xact_lock(7314008) then
    return 0;
  end if;
  select array_agg(desktop_id), array_agg(desktop_id::text) into ripe, ripe_texts
  from (
    select o.desktop_id from deletion_orders o join deletion_ends e using (desktop_id)
    where o.desktop_id = any(candidates) and e.completed_at <= now() - keep and deletion_is_settled(o.desktop_id)
    order by o.desktop_id for update skip locked
  ) settled;
  if ripe is null then
    return 0;
  end if;
  select array_agg(desktop_id) into disks from deletion_orders where disk_of = any(ripe);
  perform set_config('deskplane.compacting', pg_current_xact_id()::text, true);

  insert into past_items (item_id, desktop_id, kind, ownership, single_use_name, provider_id, generation, asked)
  select id, desktop_id, kind, ownership, single_use_name, provider_id, generation, asked_at is not null
  from items where desktop_id = any(ripe) and state = 'absent';
  -- What is told of them by jobs that tell of others too.
  insert into sub_jobs (id, job_id, project_id, position, status, progress, desktop_id, volume_id, begin_time, end_time)
  select id, job_id, project_id, position, status, progress, desktop_id, volume_id, begin_time, end_time
  from derived_sub_jobs where deletion = any(ripe || disks);
  -- A desktop is often called after its user, so its name goes everywhere.
  update sub_jobs set desktop_name = null where desktop_id = any(ripe_texts) and desktop_name is not null;
  -- What it was like is not needed either, but for a port that may still be there.
  update desktops d
  set compacted_at = now(), computer_name = '', desktop_type = '', product_id = '', image_type = '', availability_zone = '',
    ou_name = null, security_group_ids = case
      when exists (select from items i where i.desktop_id = d.id and i.state <> 'absent') then security_group_ids else '{}' end
  where id = any(ripe);

  delete from items where desktop_id = any(ripe) and state = 'absent';
  delete from deletion_users where desktop_id = any(ripe);
  delete from deletion_ends where desktop_id = any(ripe || disks);
  delete from deletion_orders where desktop_id = any(ripe || disks);
  delete from desktop_detachments where desktop_id = any(ripe);
  update personal_data set openings = jsonb_strip_nulls(jsonb_build_object('actor', openings -> 'actor'))
  where desktop_id = any(ripe);
  with gone as (delete from mails where desktop_id = any(ripe) returning sent_at)
  select count(*) as mails, count(sent_at) as sent into went from gone;
  insert into compacted_totals as t (deletions, mails, mails_sent)
  values (cardinality(ripe), went.mails, went.sent)
  on conflict (one) do update set deletions = t.deletions + excluded.deletions, mails = t.mails + excluded.mails,
    mails_sent = t.mails_sent + excluded.mails_sent;

  -- A job goes as a whole, once it tells of nothing else.
  select array_agg(distinct s.job_id) into touched_jobs
  from sub_jobs s
  where s.desktop_id = any(ripe_texts) and not exists (
    select from sub_jobs other
    where other.job_id = s.job_id and (other.status in ('WAITING', 'RUNNING') or exists (
      select from desktops d
      where d.id = case when other.desktop_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then other.desktop_id::uuid end
        and d.project_id = other.project_id and d.compacted_at is null)))
    and not exists (select from deletion_orders x where x.job_id = s.job_id);
  delete from sub_jobs where job_id = any(touched_jobs);
  delete from jobs where id = any(touched_jobs);

  perform set_config('deskplane.compacting', '', true);
  return cardinality(ripe);
end $$;
