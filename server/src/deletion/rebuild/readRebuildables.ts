import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../database/schema.js';
import { statementsOf } from '../../database/statements.js';
import type { DesktopRow } from '../../desktops/lockDesktops.js';
import { asId, type DesktopId, type ItemId, type ProjectId } from '../../ids.js';
import type { Deletable } from '../plan/readDeletables.js';
import { readParts } from '../plan/readParts.js';

/** A desktop as it is when somebody wants its system disk made anew. */
export interface Rebuildable {
  readonly desktop: DesktopRow;
  readonly disk: {
    readonly id: ItemId;
    readonly sizeGiB: number;
    readonly volumeType: string | null;
    readonly device: string | null;
    readonly iops: number | null;
    readonly throughput: number | null;
    readonly displayName: string | null;
    /** As a deletion of it would find it. */
    readonly part: Deletable;
  };
  /** A snapshot of the disk whose own deletion runs. */
  readonly goingSnapshot: ItemId | undefined;
}

/** A desktop of which it is not sure that it has a system disk that is known of. */
export type RebuildCandidate = Pick<Rebuildable, 'desktop'> & Partial<Rebuildable>;

interface DiskRow {
  readonly desktop_id: DesktopId;
  readonly id: ItemId;
  readonly size_gib: number | null;
  readonly volume_type: string | null;
  readonly device: string | null;
  readonly iops: number | null;
  readonly throughput: number | null;
  readonly display_name: string | null;
  readonly going: ItemId | null;
}

/**
 * Adds to desktops of a project what their system disks are. One that is not on record as made has none: it never came to be, or a restored
 * database does not know of it.
 * @param desktops locked, where it is to stay as it is read
 */
export async function readRebuildables(
  database: Kysely<Schema>,
  projectId: ProjectId,
  desktops: ReadonlyMap<DesktopId, DesktopRow>,
): Promise<ReadonlyMap<DesktopId, RebuildCandidate>> {
  const { rows } = await sql<DiskRow>`
    select v.desktop_id, v.id, v.size_gib, v.volume_type, v.device, v.iops, v.throughput, v.display_name,
      (select s.item_id from snapshots s join deletion_progress p on p.desktop_id = s.item_id
       where s.volume_id = v.id order by s.item_id limit 1) as going
    from items v
    where v.project_id = ${projectId} and v.desktop_id = any(${[...desktops.keys()]}::uuid[]) and v.kind = 'volume' and v.is_root
      and v.place = 'current' and v.state = 'present'`.execute(database);
  const wanted = { projectId, desktopIds: rows.map(({ id }) => asId<DesktopId>(id)) };
  const [parts] = await readParts(statementsOf(database), 'volume', [wanted]);
  const withDisks = new Map(
    rows.flatMap((row) => {
      const desktop = desktops.get(row.desktop_id);
      const part = parts?.desktops.get(asId<DesktopId>(row.id));
      if (desktop === undefined || part === undefined) return [];
      const disk = {
        id: row.id,
        sizeGiB: row.size_gib ?? 0,
        volumeType: row.volume_type,
        device: row.device,
        iops: row.iops,
        throughput: row.throughput,
        displayName: row.display_name,
        part,
      };
      return [[row.desktop_id, { desktop, disk, goingSnapshot: row.going ?? undefined }] as const];
    }),
  );
  return new Map([...desktops].map(([id, desktop]) => [id, withDisks.get(id) ?? { desktop }]));
}
