import type { Database } from '../../database/connect.js';
import type { DesktopId, ItemId, ProjectId } from '../../ids.js';

/** What people know a snapshot by. Never part of a plan or a proof: names are erased. */
export interface SnapshotName {
  readonly name: string;
  /** The disk that it is of. */
  readonly volumeId: ItemId;
}

/** What the snapshots of a desktop's disks are called, by their ids. */
export async function readSnapshotNames(
  database: Database,
  projectId: ProjectId,
  desktopId: DesktopId,
): Promise<ReadonlyMap<ItemId, SnapshotName>> {
  const rows = await database
    .selectFrom('snapshots')
    .select(['item_id', 'name', 'volume_id'])
    .where('project_id', '=', projectId)
    .where('desktop_id', '=', desktopId)
    .execute();
  return new Map(rows.map((row) => [row.item_id, { name: row.name, volumeId: row.volume_id }]));
}
