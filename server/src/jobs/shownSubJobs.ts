/**
 * SQL of the sub-jobs as they are shown, with the type of their jobs. How far the deletion of a desktop is, its progress tells: it is
 * running once something of it has ended.
 */
export const shownSubJobs = `(
  select s.id, s.job_id, s.project_id, s.position, s.desktop_id, s.product_id, s.user_name, s.user_id, s.desktop_name, s.ip_address,
    s.error_code, s.fail_reason, s.begin_time, s.end_time, j.job_type, j.begin_time as job_begin_time,
    case when p.ended > 0 then 'RUNNING' else s.status end as status,
    case when p.ended > 0 then round(100.0 * p.ended / p.total)::int else s.progress end as progress
  from sub_jobs s join jobs j on j.id = s.job_id
  left join lateral (
    select count(*) filter (where item ? 'ended') as ended, count(*) as total
    from deletion_progress p, jsonb_array_elements(p.items) item
    where p.desktop_id = case when s.status = 'WAITING' and j.job_type = 'deleteDesktops' then s.desktop_id::uuid end
  ) p on true
)`;
