import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import { deletionJobs } from '../accept/acceptanceSql.js';
import type { Deleted } from '../ledger/ledgerDeletion.js';

/** A deletion whose last item has ended. */
interface Ended extends Deleted {
  readonly now: Date;
}

/**
 * What the ends of disks and snapshots are besides that of any deletion: their desktops, where they are still there, are no longer what others
 * planned with; a backup from before knows of them, and of the disk that a desktop has in the place of its former system disk; and the jobs that joined tell. To be called once the items
 * have ended: rows are locked in that order, the desktop's last.
 */
export async function endParts(transaction: Transaction, deletions: readonly Ended[]): Promise<void> {
  const parts = deletions.flatMap(({ desktopId, diskOf, now }) =>
    diskOf === null ? [] : [{ desktopId, diskOf, now }],
  );
  if (parts.length === 0) return;
  const owners = parts.map(({ diskOf }) => diskOf);
  await sql`
    with ended as (
      select * from unnest(${parts.map(({ desktopId }) => desktopId)}::uuid[], ${owners}::uuid[],
        ${parts.map(({ now }) => now)}::timestamptz[]) as e (id, owner, now)
    ), desktop as (
      update desktops d set revision = d.revision + 1
      where d.id = any(${owners}::uuid[]) and d.gone_at is null
    ), stone as (
      insert into tombstones (kind, subject, project_id, ended_at, facts)
      select o.kind, o.desktop_id::text, o.project_id, e.now, jsonb_strip_nulls(jsonb_build_object('disk_of', o.disk_of,
        'accepted_at', o.accepted_at, 'accepted_by', o.accepted_by, 'request_id', o.request_id, 'engine', o.engine,
        'job_id', o.job_id, 'position', o.position, 'raised_at', o.raised_at, 'plan_digest', o.plan_digest,
        'successor', case when i.is_root then (
          select to_jsonb(s) - 'display_name' - 'asking_worker' || jsonb_build_object('image_id', d.image_id, 'image_type', d.image_type)
          from items s join desktops d on d.id = s.desktop_id
          where s.desktop_id = o.disk_of and s.kind = 'volume' and s.is_root and s.place = 'current' and s.id <> i.id) end))::text
      from ended e join deletion_orders o on o.desktop_id = e.id join items i on i.id = e.id
      where i.state = 'absent'
      order by e.id
    )
    update sub_jobs s set status = 'SUCCESS', progress = 100, end_time = e.now
    from ended e
    where s.desktop_id = any(${owners}::text[]) and s.volume_id = e.id::text and s.status in ('WAITING', 'RUNNING')
      and (select j.job_type from jobs j where j.id = s.job_id) in (${deletionJobs.volume}, ${deletionJobs.snapshot})`.execute(
    transaction,
  );
}
