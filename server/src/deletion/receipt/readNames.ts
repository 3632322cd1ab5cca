import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { DesktopId, ProjectId } from '../../ids.js';
import { acceptedByName } from '../ledger/readDeletions.js';

/** What people know a deletion and its items by. Never part of a proof: names are erased, and the ledger forgets. */
export interface DeletionNames {
  /** Empty: no longer on record. */
  readonly computerName: string;
  /** Of whoever asked for it; empty: no longer on record. */
  readonly acceptedByName: string;
  /** By item; none is left once the deletion was let go. */
  readonly items: ReadonlyMap<string, ItemNames>;
}

/** What tells an item from others of its kind: of a disk its size, type and device, of a snapshot its name and the device of its disk, of a port its address. */
export interface ItemNames {
  readonly sizeGib: number | null;
  readonly volumeType: string | null;
  readonly device: string | null;
  readonly address: string | null;
  /** What a snapshot is called, and the disk that it is of; null: the item is none. */
  readonly snapshotName: string | null;
  readonly snapshotOf: string | null;
  /** Of whoever gave it up; null: nobody did. Empty: no longer on record. */
  readonly releasedByName: string | null;
}

interface Row {
  readonly computerName: string;
  readonly acceptedByName: string;
  readonly items: readonly (ItemNames & { readonly id: string })[];
}

/**
 * Reads them of one deletion, also of one of which only the receipt is left.
 * @param deletionId what it deletes: the desktop, or a disk of it
 */
export async function readNames(
  database: Kysely<Schema>,
  projectId: ProjectId,
  deletionId: DesktopId,
  desktopId: DesktopId,
): Promise<DeletionNames> {
  const { rows } = await sql<Row>`
    select d.computer_name as "computerName",
      ${sql.raw(acceptedByName('w.id', 'x.accepted_by'))} as "acceptedByName",
      coalesce((
        select json_agg(json_build_object('id', i.item_id, 'sizeGib', l.size_gib, 'volumeType', l.volume_type,
          'device', coalesce(l.device, v.device), 'address', host(l.address), 'snapshotName', s.name, 'snapshotOf', s.volume_id,
          'releasedByName', case when i.released_by is not null then coalesce(r.name, '') end))
        from deletion_items i join items l on l.id = i.item_id left join iam_users r on r.id = i.released_by
          left join snapshots s on s.item_id = l.id left join items v on v.id = s.volume_id
        where i.desktop_id = w.id), '[]') as items
    from desktops d cross join (select ${deletionId}::uuid as id) w left join deletions x on x.desktop_id = w.id
    where d.project_id = ${projectId} and d.id = ${desktopId}`.execute(database);
  const [row] = rows;
  return {
    computerName: row?.computerName ?? '',
    acceptedByName: row?.acceptedByName ?? '',
    items: new Map((row?.items ?? []).map(({ id, ...names }) => [id, names])),
  };
}
