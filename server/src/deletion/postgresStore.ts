import { type Kysely, sql } from 'kysely';
import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import { recordBirth } from '../desktops/births.js';
import { claimItems } from './claimItems.js';
import { moveOn } from './moveOn.js';
import { showTrouble } from './showTrouble.js';
import type { Claim, DeletionStore, ItemEnd, Postponement } from './store.js';

/**
 * The store of deletions on PostgreSQL. Every write of a claim is fenced by the worker that holds it (design D5).
 * @param observer the engine that says what is absent, for the receipt
 */
export function createPostgresStore(database: Database, ambient: Ambient, observer = ''): DeletionStore {
  return {
    claim: (worker, limit) => claimItems(database, worker, limit),
    postpone: (claim, change) => postpone(database, claim, change),
    recordAsked: (claim) => recordAsked(database, claim, ambient.now()),
    recordNotAsked: async (claim) => {
      await held(database, claim).set({ asked_at: null }).execute();
    },
    recordBirth: (itemId, ref) => recordBirth(database, itemId, ref, ambient.now()),
    end: (claim, end) => endItem(database, claim, end, observer),
    showFailing: (desktopId) => showTrouble(database, desktopId, ambient.now()),
  };
}

function held(database: Kysely<Schema>, claim: Claim) {
  return database
    .updateTable('deletion_items')
    .where('item_id', '=', claim.itemId)
    .where('worker', '=', claim.worker)
    .where('ended', 'is', null);
}

async function postpone(database: Database, claim: Claim, change: Postponement): Promise<void> {
  await held(database, claim)
    .set({
      due_at: sql<Date>`now() + make_interval(secs => ${change.inMilliseconds / 1000}::float8)`,
      worker: null,
      seen_absent: change.seenAbsent ?? 0,
      first_absent_at: change.seenAbsent === undefined ? null : sql<Date>`coalesce(first_absent_at, now())`,
      ...(change.attempts === undefined ? {} : { attempts: change.attempts }),
      ...(change.error === undefined ? {} : { last_error: change.error }),
    })
    .execute();
}

async function recordAsked(database: Database, claim: Claim, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await held(database, claim)
    .set({
      asked_at: now,
      asks: sql<number>`asks + 1`,
      first_asked_at: sql<Date>`coalesce(first_asked_at, ${now})`,
      seen_absent: 0,
      first_absent_at: null,
    })
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The deletion's row is locked first, so that of two items that end at once the second sees that the first has ended. */
async function endItem(database: Database, claim: Claim, end: ItemEnd, observer: string): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    await transaction
      .selectFrom('deletions')
      .select('desktop_id')
      .where('desktop_id', '=', claim.desktopId)
      .forUpdate()
      .execute();
    const { numUpdatedRows } = await held(transaction, claim)
      .set({
        ended: end.ended,
        ended_at: end.now,
        first_absent_at: sql<Date>`coalesce(first_absent_at, ${end.now})`,
        absence_grade: end.grade,
        observed_by: observer,
        due_at: null,
        worker: null,
        last_error: null,
      })
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    if (end.ended === 'absent') {
      await transaction
        .updateTable('items')
        .set({ state: 'absent', absent_at: end.now })
        .where('id', '=', claim.itemId)
        .execute();
    }
    await moveOn(transaction, claim.desktopId, end.now);
    return true;
  });
}
