import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { DesktopId, Generation, ItemId, KeyId, ProjectId, ProviderId } from '../../ids.js';

/** A snapshot with its disk and desktop, as they are when somebody wants the disk put back to it. */
export interface Restorable {
  readonly id: ItemId;
  readonly name: string;
  readonly createdAt: Date;
  readonly status: 'creating' | 'available' | 'deleting' | 'error';
  readonly providerId: ProviderId | null;
  readonly generation: Generation | null;
  readonly disk: {
    readonly id: ItemId;
    readonly providerId: ProviderId | null;
    readonly generation: Generation | null;
    /** The disk's, and the snapshot's. Null: nothing is encrypted. */
    readonly keyId: KeyId | null;
    readonly sizeGiB: number;
    readonly device: string;
    readonly isRoot: boolean;
  };
  readonly desktop: {
    readonly id: DesktopId;
    readonly name: string;
    /** Of each change of the desktop another one. */
    readonly revision: number;
    readonly status: string;
    readonly taskStatus: string;
    readonly isProtected: boolean;
  };
}

interface Row {
  readonly id: ItemId;
  readonly name: string;
  readonly created_at: Date;
  readonly status: Restorable['status'];
  readonly provider_id: ProviderId | null;
  readonly generation: Generation | null;
  readonly volume_id: ItemId;
  readonly volume_provider_id: ProviderId | null;
  readonly volume_generation: Generation | null;
  readonly key_id: KeyId | null;
  readonly size_gib: number | null;
  readonly device: string | null;
  readonly is_root: boolean | null;
  readonly desktop_id: DesktopId;
  readonly computer_name: string;
  readonly revision: number;
  readonly desktop_status: string;
  readonly task_status: string;
  readonly deletion_protection: boolean;
}

/**
 * Reads snapshots of a project by their ids. Those that are gone, or whose disk or desktop is, are not among them, nor those that
 * somebody released.
 */
export async function readRestorables(
  database: Kysely<Schema>,
  projectId: ProjectId,
  ids: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, Restorable>> {
  const { rows } = await sql<Row>`
    select s.item_id as id, s.name, s.created_at, i.provider_id, i.generation,
      case when d.status = 'DELETING' or exists (select from deletion_progress p where p.desktop_id in (s.item_id, s.volume_id)) then 'deleting'
        when s.failed then 'error' when i.state = 'intended' then 'creating' else 'available' end as status,
      v.id as volume_id, v.provider_id as volume_provider_id, v.generation as volume_generation, v.key_id, v.size_gib, v.device, v.is_root,
      d.id as desktop_id, d.computer_name, d.revision, d.status as desktop_status, d.task_status, d.deletion_protection
    from snapshots s join items i on i.id = s.item_id join items v on v.id = s.volume_id join desktops d on d.id = s.desktop_id
    where s.project_id = ${projectId} and d.project_id = ${projectId} and s.item_id = any(${ids}::uuid[]) and d.gone_at is null
      and i.state <> 'absent' and v.state = 'present' and v.place = 'current'
      and not exists (select from deletion_ends e where e.desktop_id in (s.item_id, s.volume_id))`.execute(
    database,
  );
  return new Map(rows.map((row) => [row.id, toRestorable(row)]));
}

function toRestorable(row: Row): Restorable {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    status: row.status,
    providerId: row.provider_id,
    generation: row.generation,
    disk: {
      id: row.volume_id,
      providerId: row.volume_provider_id,
      generation: row.volume_generation,
      keyId: row.key_id,
      sizeGiB: row.size_gib ?? 0,
      device: row.device ?? '',
      isRoot: row.is_root ?? false,
    },
    desktop: {
      id: row.desktop_id,
      name: row.computer_name,
      revision: row.revision,
      status: row.desktop_status,
      taskStatus: row.task_status,
      isProtected: row.deletion_protection,
    },
  };
}

/** Whose snapshots these are, also of those that are gone: by that the right to them is judged. */
export async function readOwners(
  database: Kysely<Schema>,
  projectId: ProjectId,
  ids: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, DesktopId>> {
  const rows = await database
    .selectFrom('items')
    .select(['id', 'desktop_id'])
    .where('project_id', '=', projectId)
    .where('kind', '=', 'snapshot')
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row.desktop_id]));
}
