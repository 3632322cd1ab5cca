import { sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import { momentAfter } from '../../database/moment.js';
import { EngineError, type ProviderRef } from '../../engines/contract.js';
import type { ItemId, WorkerId } from '../../ids.js';
import type { Asking, CreationStore } from './createItem.js';

/** The record of creations on PostgreSQL. */
export function createPostgresCreations(database: Database): CreationStore {
  return {
    recordAsking: (itemId, worker) => recordAsking(database, itemId, worker),
    recordFailedAsking: (asking, without) => recordFailedAsking(database, asking, without),
    recordCreation: (itemId, ref) => recordCreation(database, itemId, ref),
  };
}

/**
 * The time of asking is the database's: a deletion measures by it how long the item may still appear, and the clock of the
 * asking process may be an hour off (A12).
 */
async function recordAsking(
  database: Database,
  itemId: ItemId,
  worker: WorkerId,
): Promise<Asking | undefined> {
  return database.transaction().execute(async (transaction) => {
    const item = await transaction
      .selectFrom('items')
      .innerJoin('desktops', 'desktops.id', 'items.desktop_id')
      .select((row) => [
        'items.state',
        'items.asked_at',
        'items.asking_worker',
        row
          .exists(
            row
              .selectFrom('workers')
              .select('workers.id')
              .whereRef('workers.id', '=', 'items.asking_worker')
              .where('workers.lease_until', '>', sql<Date>`now()`),
          )
          .as('in_flight'),
      ])
      .where('items.id', '=', itemId)
      .where('desktops.task_worker', '=', worker)
      // The item first, as whoever records a creation does: neither waits for the other for ever.
      .forNoKeyUpdate(['items', 'desktops'])
      .executeTakeFirst();
    if (item === undefined || item.state !== 'intended') return undefined;
    if (item.in_flight === true && item.asking_worker !== worker)
      throw new EngineError('conflict', `worker ${item.asking_worker} is still asking for this item`);
    await transaction
      .updateTable('items')
      .set({ asked_at: sql<Date>`now()`, asking_worker: worker })
      .where('id', '=', itemId)
      .execute();
    return { itemId, worker, askedBefore: item.asked_at !== null };
  });
}

async function recordFailedAsking(database: Database, asking: Asking, without: boolean): Promise<void> {
  await database
    .updateTable('items')
    .set(without && !asking.askedBefore ? { asking_worker: null, asked_at: null } : { asking_worker: null })
    .where('id', '=', asking.itemId)
    .where('asking_worker', '=', asking.worker)
    .execute();
}

/**
 * The desktop's inventory is another one than before, so its revision rises with the creation. Its time is the database's, as all
 * times are that a receipt tells of an item.
 */
export async function recordCreation(database: Database, itemId: ItemId, ref: ProviderRef): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    with created as (
      update items
      set state = 'present', provider_id = ${ref.id}, generation = ${ref.generation}, key_id = ${ref.keyId ?? null},
        asking_worker = null, engine_created_at = ${sql.raw(momentAfter('asked_at'))}
      where id = ${itemId} and state = 'intended'
      returning desktop_id
    ), changed as (
      update desktops set revision = revision + 1 from created where desktops.id = created.desktop_id
    )
    select exists (select from created) or exists (
      select from items where id = ${itemId} and provider_id = ${ref.id} and generation = ${ref.generation}
    ) as known`.execute(database);
  return rows[0]?.known ?? false;
}
