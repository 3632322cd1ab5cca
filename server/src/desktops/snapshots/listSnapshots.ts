import { type SqlBool, sql } from 'kysely';
import { isVisible, type VisibleDesktops } from '../../access/visibleDesktops.js';
import type { Snapshot } from '../../database/oneSnapshot.js';
import { formatSecondTime } from '../../http/apiTimes.js';
import type { DesktopId, ItemId, ProjectId } from '../../ids.js';

export const snapshotStatuses = ['creating', 'available', 'deleting', 'error'] as const;
export type SnapshotStatus = (typeof snapshotStatuses)[number];

export interface SnapshotFilter {
  readonly desktop_id?: string;
  readonly desktop_ids?: readonly string[];
  readonly desktop_name?: string;
  readonly desktop_names?: readonly string[];
  readonly snapshot_name?: string;
  readonly snapshot_names?: readonly string[];
  readonly disk_type?: 'SYSTEM_DISK' | 'DATA_DISKS' | 'ALL';
  readonly create_type?: 'MANUAL';
  readonly status?: SnapshotStatus;
  readonly sort_field?: 'create_time' | 'snapshot_name';
  readonly sort_type?: 'ASC' | 'DESC';
  readonly limit: number;
  readonly offset: number;
}

interface Row {
  readonly id: ItemId;
  readonly name: string;
  readonly description: string;
  readonly desktop_id: DesktopId;
  readonly volume_id: ItemId;
  readonly computer_name: string;
  readonly is_root: boolean;
  readonly status: SnapshotStatus;
  readonly created_at: Date;
}

/** One page of the project's snapshots, of desktops that the caller may see. What is gone, or was released, is none. */
export async function listSnapshots(
  database: Snapshot,
  projectId: ProjectId,
  filter: SnapshotFilter,
  visible: VisibleDesktops,
) {
  const conditions: ReturnType<typeof sql<SqlBool>>[] = [isVisible(visible)];
  const among = (column: string, one: string | undefined, many: readonly string[] | undefined): void => {
    const wanted = [...(one === undefined ? [] : [one]), ...(many ?? [])];
    if (wanted.length > 0) conditions.push(sql<SqlBool>`${sql.raw(column)} = any(${wanted}::text[])`);
  };
  among('d.id::text', filter.desktop_id, filter.desktop_ids);
  among('d.computer_name', filter.desktop_name, filter.desktop_names);
  among('s.name', filter.snapshot_name, filter.snapshot_names);
  if (filter.disk_type !== undefined && filter.disk_type !== 'ALL')
    conditions.push(sql<SqlBool>`coalesce(v.is_root, false) = ${filter.disk_type === 'SYSTEM_DISK'}`);
  if (filter.status !== undefined) conditions.push(sql<SqlBool>`${statusOf} = ${filter.status}`);
  const from = sql`
    from snapshots s join items i on i.id = s.item_id join desktops d on d.id = s.desktop_id
    left join items v on v.id = s.volume_id
    where s.project_id = ${projectId} and i.state <> 'absent' and d.gone_at is null
      and not exists (select from deletion_ends e where e.desktop_id in (s.item_id, s.volume_id))
      and ${sql.join(conditions, sql` and `)}`;
  const order = sql.raw(
    `${filter.sort_field === 'snapshot_name' ? 's.name' : 's.created_at'} ${filter.sort_type ?? 'DESC'}, s.item_id`,
  );
  const { rows } = await sql<Row>`
    select s.item_id as id, s.name, s.description, s.desktop_id, s.volume_id, d.computer_name, coalesce(v.is_root, false) as is_root,
      ${statusOf} as status, s.created_at
    ${from} order by ${order} limit ${filter.limit} offset ${filter.offset}`.execute(database);
  const { rows: totals } = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(
    database,
  );
  return { total_count: totals[0]?.total ?? 0, desktop_snapshots: rows.map(presentSnapshot) };
}

const statusOf = sql<string>`case
  when d.status = 'DELETING' or exists (select from deletion_progress p where p.desktop_id in (s.item_id, s.volume_id)) then 'deleting'
  when s.failed then 'error' when i.state = 'intended' then 'creating' else 'available' end`;

function presentSnapshot(row: Row) {
  return {
    snapshot_id: row.id,
    snapshot_name: row.name,
    desktop_id: row.desktop_id,
    desktop_name: row.computer_name,
    desktop_sid: null,
    desktop_pool_id: null,
    volume_id: row.volume_id,
    is_system_disk: row.is_root,
    status: row.status,
    process: row.status === 'creating' ? 0 : 100,
    description: row.description,
    create_time: formatSecondTime(row.created_at),
    create_type: 'MANUAL' as const,
  };
}
