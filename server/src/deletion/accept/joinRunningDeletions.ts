import type pg from 'pg';
import type { Ambient } from '../../ambient.js';
import type { DesktopId } from '../../ids.js';
import { deletionJobOf, narrowerNow } from './acceptanceSql.js';
import type { Joining } from './acceptanceStore.js';
import { describeEscalation } from './describeAcceptance.js';

/**
 * A repeated call on desktops that are being deleted joins their deletions: it may ask for more, never for less, and starts nothing
 * again (A2, A4). Force counts immediately: what still runs is asked again. What it leaves to deletions of its parts is looked at in any
 * case. The job of this call follows the running deletion.
 * @returns those whose deletion still ran; the others have ended meanwhile, or the caller's rights have changed (D12)
 */
export async function joinRunningDeletions(
  pool: pg.Pool,
  ambient: Ambient,
  { order, jobId, desktops }: Joining,
): Promise<ReadonlySet<DesktopId>> {
  if (desktops.length === 0) return new Set();
  const entries = desktops.map(({ desktopId, at }) => describeEscalation(order, desktopId, jobId, at));
  const wanted = desktops.map(({ desktopId, at, position }) => ({
    id: desktopId,
    asked_at: at,
    position,
    sub_job_id: ambient.uuid(),
  }));
  const { rows } = await pool.query<{ id: DesktopId }>({
    name: 'join deletions',
    text: joinText,
    values: [
      order.projectId,
      jobId,
      order.flags.deleteUsers,
      order.flags.force,
      JSON.stringify(wanted),
      desktops.map(({ desktopId }) => desktopId),
      entries.map((entry) => entry.leafHash),
      entries.map((entry) => entry.payload),
      order.authority?.domainId ?? null,
      order.authority?.iamRevision ?? null,
    ],
  });
  return new Set(rows.map((row) => row.id));
}

const joinText = `
  with wanted as (
    select * from jsonb_to_recordset($5::jsonb) as w (id uuid, asked_at timestamptz, position int, sub_job_id uuid)
  ), before as (
    select d.desktop_id, p.items, w.asked_at, w.position, w.sub_job_id,
      ($3 and not d.delete_users) or ($4 and not d.is_force_delete) as rises
    from deletion_orders d join wanted w on w.id = d.desktop_id join deletion_progress p on p.desktop_id = d.desktop_id
    where d.project_id = $1
      and ($9::text is null or exists (select from domains a where a.id = $9 and a.iam_revision = $10::bigint))
    order by d.desktop_id
    for update of p, d
  ), running as (
    update deletion_orders d
    set delete_users = d.delete_users or $3, is_force_delete = d.is_force_delete or $4,
      raised_at = case when b.rises then greatest(d.raised_at, b.asked_at) else d.raised_at end
    from before b
    where d.desktop_id = b.desktop_id
    returning d.desktop_id as id, b.items, d.disk_of, d.kind, b.position, b.sub_job_id, b.rises
  ), entry as (
    insert into log_entries (leaf_hash, kind, project_id, desktop_id, payload)
    select e.leaf_hash, 'escalation', $1, r.id, e.payload
    from unnest($6::uuid[], $7::bytea[], $8::bytea[]) as e (desktop_id, leaf_hash, payload)
    join running r on r.id = e.desktop_id
    where r.rises
  ), hurried as (
    update deletion_progress p set due_at = now(), items = hurried(p.items), version = p.version + 1
    from running r
    where $4 and p.desktop_id = r.id and p.worker is null
  )${narrowerNow('running', 'running.items')}, job as (
    insert into jobs (id, project_id, job_type, begin_time)
    select distinct $2::uuid, $1, ${deletionJobOf('kind')}, now() from running
    on conflict (id) do nothing
  ), sub_job as (
    insert into sub_jobs (id, job_id, project_id, position, status, desktop_id, volume_id, desktop_name, begin_time)
    select r.sub_job_id, $2::uuid, $1, r.position, 'WAITING', desktops.id::text,
      case when r.disk_of is not null then r.id::text end, desktops.computer_name, now()
    from running r join desktops on desktops.id = coalesce(r.disk_of, r.id)
  )
  select id from running`;
