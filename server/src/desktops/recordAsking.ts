import { sql } from 'kysely';
import type { Database } from '../database/connect.js';
import { EngineError } from '../engines/contract.js';
import type { ItemId, WorkerId } from '../ids.js';

/** An item that a worker asks the engine for, as the ledger has it. */
export interface Asking {
  readonly itemId: ItemId;
  readonly worker: WorkerId;
  /** An earlier attempt was made whose outcome nobody knows. */
  readonly askedBefore: boolean;
}

/**
 * Only while the desktop is this worker's: a deletion that was accepted meanwhile must not see new items appear (S9). And
 * only when nobody else is at it: of two who ask, one would get an item that the ledger does not know.
 * @returns undefined when there is nothing for this worker to ask for
 * @throws {EngineError} conflict while another living worker waits for the engine's answer
 */
export async function recordAsking(
  database: Database,
  itemId: ItemId,
  worker: WorkerId,
  now: Date,
): Promise<Asking | undefined> {
  return database.transaction().execute(async (transaction) => {
    const item = await transaction
      .selectFrom('desktops')
      .innerJoin('items', 'items.desktop_id', 'desktops.id')
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
      .forUpdate('desktops')
      .executeTakeFirst();
    if (item === undefined || item.state !== 'intended') return undefined;
    if (item.in_flight === true && item.asking_worker !== worker)
      throw new EngineError('conflict', `worker ${item.asking_worker} is still asking for this item`);
    await transaction
      .updateTable('items')
      .set({ asked_at: now, asking_worker: worker })
      .where('id', '=', itemId)
      .execute();
    return { itemId, worker, askedBefore: item.asked_at !== null };
  });
}

/**
 * Notes that the engine gave no item. An earlier attempt with an open outcome keeps the question open, whatever became of
 * the later one.
 * @param without the engine is certain to have done nothing
 */
export async function recordFailedAsking(
  database: Database,
  asking: Asking,
  without: boolean,
): Promise<void> {
  await database
    .updateTable('items')
    .set(without && !asking.askedBefore ? { asking_worker: null, asked_at: null } : { asking_worker: null })
    .where('id', '=', asking.itemId)
    .where('asking_worker', '=', asking.worker)
    .execute();
}
