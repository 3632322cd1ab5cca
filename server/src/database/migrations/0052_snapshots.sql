-- Snapshots of disks: what a disk held at one moment. As everything that a desktop has, each is a row of items, written before the
-- engine is asked; here is what a caller said of it.

create table snapshots (
  item_id uuid primary key references items (id) on delete cascade,
  project_id text not null,
  desktop_id uuid not null,
  -- Which disk it is of. No reference: of the two the disk may be let go of first, where the snapshot was released.
  volume_id uuid not null,
  name text not null,
  description text not null default '',
  created_at timestamptz not null,
  -- the engine would not make it; it is still to be deleted, since nobody knows what became of it
  failed boolean not null default false
);
create index snapshots_by_volume on snapshots (volume_id);
create index snapshots_by_desktop on snapshots (project_id, desktop_id);

-- What an order deletes: a desktop, or a part of one (then disk_of is that desktop).
alter table deletion_orders add column kind text not null default 'desktop' check (kind in ('desktop', 'volume', 'snapshot'));
update deletion_orders set kind = 'volume' where disk_of is not null;
alter table deletion_orders add check ((kind = 'desktop') = (disk_of is null));
create index past_items_of_snapshots on past_items using hash (item_id) where kind = 'snapshot';

create or replace view deletions as
select o.desktop_id, o.project_id, o.delete_users, o.email_notification, o.is_force_delete, o.plan_digest, o.task_cancelled, o.engine,
  o.accepted_at, o.accepted_by, o.request_id, o.raised_at, o.failed_since, o.job_id, o.position,
  case when e.desktop_id is not null then 'done' when o.failed_since is not null then 'failed' else 'running' end as state,
  e.completed_at, e.items, e.replayed_at, o.disk_of, o.kind
from deletion_orders o left join deletion_ends e using (desktop_id);

-- volume_id of a sub-job is the part of the desktop that it is about, a disk or a snapshot, as its job says.
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
    when s.status = 'WAITING' and j.job_type in ('deleteVolumes', 'deleteWksSnapshot') then s.volume_id::uuid end
) p on true
union all
select * from derived_sub_jobs;

-- A backup from before must not bring a snapshot back.
alter table tombstones drop constraint tombstones_kind_check;
alter table tombstones add constraint tombstones_kind_check check (kind in
  ('genesis', 'desktop', 'desktop-user', 'access-key', 'token', 'iam-user', 'password', 'personal-data', 'user',
   'signing-key', 'user-group', 'volume', 'snapshot'));
