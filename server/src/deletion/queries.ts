import { type Kysely, type Selectable, sql } from 'kysely';
import type { Schema } from '../database/schema.js';
import type { ItemKind } from '../engines/contract.js';
import type {
  DesktopId,
  Generation,
  ItemId,
  ProjectId,
  ProviderId,
  SingleUseName,
  WorkerId,
} from '../ids.js';
import type { Inventory } from './plan.js';

export type DesktopRow = Selectable<Schema['desktops']>;

/**
 * The named desktops of a project that are not gone, locked in id order, so that two batches over the same desktops wait
 * for each other instead of failing.
 */
export async function lockDesktops(
  transaction: Kysely<Schema>,
  projectId: ProjectId,
  desktopIds: readonly DesktopId[],
): Promise<Map<DesktopId, DesktopRow>> {
  if (desktopIds.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('desktops')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('id', 'in', desktopIds)
    .where('gone_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** What a desktop is made of and who has it. */
export async function readInventory(database: Kysely<Schema>, desktopId: DesktopId): Promise<Inventory> {
  const items = await database
    .selectFrom('items')
    .select(['id', 'kind', 'state'])
    .where('desktop_id', '=', desktopId)
    .orderBy('id')
    .execute();
  const users = await database
    .selectFrom('desktop_assignments')
    .innerJoin('desktop_users', 'desktop_users.id', 'desktop_assignments.user_id')
    .select(['desktop_users.id', 'desktop_users.user_name as name', 'desktop_users.user_email as email'])
    .where('desktop_assignments.desktop_id', '=', desktopId)
    .orderBy('desktop_users.id')
    .execute();
  return { items, users };
}

/** One item of a deletion, claimed by a worker, with what the ledger knows of it. */
export interface ClaimedItem {
  readonly item_id: ItemId;
  readonly desktop_id: DesktopId;
  readonly kind: ItemKind;
  readonly asked_at: Date | null;
  readonly attempts: number;
  readonly seen_absent: number;
  readonly is_force_delete: boolean;
  readonly state: 'intended' | 'present' | 'absent';
  readonly single_use_name: SingleUseName;
  readonly provider_id: ProviderId | null;
  readonly generation: Generation | null;
  /** When its creation was asked for, and whether the asking worker may still be waiting for the answer. */
  readonly creation_asked_at: Date | null;
  readonly creation_in_flight: boolean;
}

/**
 * Takes due items for this worker. A claim hides an item for a minute: longer than any call to an engine may take. Items
 * that a worker took which is no longer alive are due at once.
 */
export async function claimItems(
  database: Kysely<Schema>,
  worker: WorkerId,
  limit: number,
): Promise<ClaimedItem[]> {
  const { rows } = await sql<ClaimedItem>`
    with due as (
      select item_id from deletion_items
      where due_at <= now()
         or (due_at is not null and worker is not null and not exists (
              select from workers where workers.id = deletion_items.worker and workers.lease_until > now()))
      order by due_at
      limit ${limit}
      for update skip locked
    ), claimed as (
      update deletion_items d set worker = ${worker}, due_at = now() + interval '60 seconds'
      from due where d.item_id = due.item_id
      returning d.item_id, d.desktop_id, d.kind, d.asked_at, d.attempts, d.seen_absent
    )
    select claimed.*, deletions.is_force_delete,
      items.state, items.single_use_name, items.provider_id, items.generation,
      items.asked_at as creation_asked_at,
      items.asking_worker is not null and items.asked_at > now() - interval '10 minutes' and exists (
        select from workers where workers.id = items.asking_worker and workers.lease_until > now()) as creation_in_flight
    from claimed
    join deletions using (desktop_id)
    join items on items.id = claimed.item_id`.execute(database);
  return rows;
}
