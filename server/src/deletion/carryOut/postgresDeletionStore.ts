import type { Connections } from '../../database/connect.js';
import { gatherCalls } from '../../database/gatherCalls.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import { recordCreation } from '../../desktops/create/creations.js';
import { type EndedClaim, endItems } from '../finish/endItems.js';
import { claimItems } from './claimItems.js';
import type { Claim, DeletionStore } from './deletionStore.js';
import { type PostponedClaim, postponeItems } from './postponeItems.js';
import { recordAsked as recordAllAsked } from './recordAsked.js';
import { showWhetherFailing } from './showWhetherFailing.js';

/**
 * The store of deletions on PostgreSQL. Every write of a claim is fenced by the worker that holds it (D5); what is
 * recorded at the same time shares a statement.
 * @param observer the engine that says what is absent, for the receipt
 */
export function createPostgresDeletionStore(
  { database, pool }: Pick<Connections, 'database' | 'pool'>,
  observer: string,
): DeletionStore {
  const postpone = gatherCalls((calls: readonly PostponedClaim[]) => postponeItems(pool, calls), together);
  const recordAsked = gatherCalls((claims: readonly Claim[]) => recordAllAsked(pool, claims), together);
  const end = gatherCalls(
    (calls: readonly EndedClaim[]) => retryOnConflict(() => endItems(database, calls, observer)),
    oneByOne,
  );
  return {
    claim: (worker, limit) => claimItems(pool, worker, limit),
    postpone: (claim, change) => postpone({ claim, change }),
    recordAsked,
    recordNotAsked: async (claim) => {
      await database
        .updateTable('deletion_items')
        .set({ asked_at: null })
        .where('desktop_id', '=', claim.desktopId)
        .where('item_id', '=', claim.itemId)
        .where('worker', '=', claim.worker)
        .where('ended', 'is', null)
        .execute();
    },
    recordCreation: (itemId, ref) => recordCreation(database, itemId, ref),
    end: (claim, ended) => end({ claim, end: ended }),
    showWhetherFailing: (desktopId) => showWhetherFailing(database, desktopId),
  };
}

/** A second statement may be under way while the first waits for the disk. */
const together = { max: 200, lanes: 2 };
/** Two transactions that end items of one deletion would only wait for each other. */
const oneByOne = { max: 200, lanes: 1 };
