-- What a job tells of a desktop that it deletes is derived from the deletion. Stored is only what failed, what joined a deletion that
-- ran already, and what was accepted before this.

-- Which job of which call it is, and which place among the desktops of the call it has; null: the sub-job is stored.
alter table deletions add column job_id uuid;
alter table deletions add column position integer;
create index deletions_by_job on deletions (job_id) where job_id is not null;

create view derived_sub_jobs as
select md5(x.job_id::text || x.desktop_id::text)::uuid as id, x.job_id, x.project_id, x.position,
  case when x.state = 'done' then 'SUCCESS' when p.ended > 0 then 'RUNNING' else 'WAITING' end as status,
  case when x.state = 'done' then 100 when p.ended > 0 then round(100.0 * p.ended / p.total)::integer else 0 end as progress,
  x.desktop_id::text as desktop_id, null::text as product_id, null::text as user_name, null::text as user_id,
  d.computer_name as desktop_name, null::text as ip_address, null::text as error_code, null::text as fail_reason,
  j.begin_time, x.completed_at as end_time, j.job_type, j.begin_time as job_begin_time, x.desktop_id as deletion
from deletions x join jobs j on j.id = x.job_id join desktops d on d.id = x.desktop_id
left join lateral (
  select count(*) filter (where item ? 'ended') as ended, count(*) as total
  from deletion_progress p, jsonb_array_elements(p.items) item where x.state <> 'done' and p.desktop_id = x.desktop_id
) p on true;

-- All sub-jobs, as they are shown. One that joined is as far as the deletion that it joined.
create view shown_sub_jobs as
select s.id, s.job_id, s.project_id, s.position, case when p.ended > 0 then 'RUNNING' else s.status end as status,
  case when p.ended > 0 then round(100.0 * p.ended / p.total)::integer else s.progress end as progress, s.desktop_id, s.product_id,
  s.user_name, s.user_id, s.desktop_name, s.ip_address, s.error_code, s.fail_reason, s.begin_time, s.end_time, j.job_type,
  j.begin_time as job_begin_time, null::uuid as deletion
from sub_jobs s join jobs j on j.id = s.job_id
left join lateral (
  select count(*) filter (where item ? 'ended') as ended, count(*) as total
  from deletion_progress p, jsonb_array_elements(p.items) item
  where p.desktop_id = case when s.status = 'WAITING' and j.job_type = 'deleteDesktops' then s.desktop_id::uuid end
) p on true
union all
select * from derived_sub_jobs;

-- As before, without rows of items, and with the derived sub-jobs.
create or replace function compact_deletions(candidates uuid[], keep interval) returns integer language plpgsql as $$
declare
  ripe uuid[];
  ripe_texts text[];
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
    select desktop_id from deletions
    where desktop_id = any(candidates) and state = 'done' and completed_at <= now() - keep
      and deletion_is_settled(desktop_id)
    order by desktop_id for update skip locked
  ) settled;
  if ripe is null then
    return 0;
  end if;
  perform set_config('deskplane.compacting', pg_current_xact_id()::text, true);

  insert into past_items (item_id, desktop_id, kind, ownership, single_use_name, provider_id, generation, asked)
  select id, desktop_id, kind, ownership, single_use_name, provider_id, generation, asked_at is not null
  from items where desktop_id = any(ripe) and state = 'absent';
  -- What is told of them by jobs that tell of others too.
  insert into sub_jobs (id, job_id, project_id, position, status, progress, desktop_id, begin_time, end_time)
  select id, job_id, project_id, position, status, progress, desktop_id, begin_time, end_time
  from derived_sub_jobs where deletion = any(ripe);
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
  delete from deletions where desktop_id = any(ripe);
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
    and not exists (select from deletions x where x.job_id = s.job_id);
  delete from sub_jobs where job_id = any(touched_jobs);
  delete from jobs where id = any(touched_jobs);

  perform set_config('deskplane.compacting', '', true);
  return cardinality(ripe);
end $$;
