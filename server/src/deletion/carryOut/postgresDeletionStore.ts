import type { Connections } from '../../database/connect.js';
import { gatherCalls } from '../../database/gatherCalls.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import { recordCreation } from '../../desktops/create/creations.js';
import { type EndedClaim, finishClaims } from '../finish/finishClaims.js';
import { claimDeletions } from './claimDeletions.js';
import type { DeletionStore } from './deletionStore.js';
import { type ClaimedProgress, recordProgress } from './recordProgress.js';

/**
 * The store of deletions on PostgreSQL. Every write of a claim is fenced by the version that it was given (D5); what is written at
 * the same time shares a statement.
 */
export function createPostgresDeletionStore({
  database,
  pool,
}: Pick<Connections, 'database' | 'pool'>): DeletionStore {
  const record = gatherCalls(
    (calls: readonly ClaimedProgress[]) => retryOnConflict(() => recordProgress(pool, calls)),
    together,
  );
  const finish = gatherCalls(
    (calls: readonly EndedClaim[]) => retryOnConflict(() => finishClaims(database, calls)),
    oneByOne,
  );
  return {
    claim: (worker, limit) => claimDeletions(pool, worker, limit),
    record: (claim, progress) => record({ claim, progress }),
    finish: (claim, items) => finish({ claim, items }),
    recordCreation: (itemId, ref) => recordCreation(database, itemId, ref),
  };
}

/** A second statement may be under way while the first waits for the disk. */
const together = { max: 200, lanes: 2 };
/** Two transactions that decide about the same users would only wait for each other. */
const oneByOne = { max: 200, lanes: 1 };
