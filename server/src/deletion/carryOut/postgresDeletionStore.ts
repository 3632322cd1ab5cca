import { sql } from 'kysely';
import type { Connections, Database } from '../../database/connect.js';
import { gatherCalls } from '../../database/gatherCalls.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import { recordCreation } from '../../desktops/create/creations.js';
import type { DesktopId } from '../../ids.js';
import { finishDeletions } from '../finish/finishDeletions.js';
import type { ItemState } from '../ledger/itemState.js';
import { claimDeletions } from './claimDeletions.js';
import type { Claim, DeletionStore } from './deletionStore.js';
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

interface EndedClaim {
  readonly claim: Claim;
  readonly items: readonly ItemState[];
}

/**
 * Finishes deletions whose items have all ended, in one transaction. It locks their progress first, in the order of their ids:
 * whoever joins or releases meanwhile comes before, and the claim no longer holds, or after, and finds the deletion done.
 * @returns for each whether its claim still held
 */
async function finishClaims(database: Database, ended: readonly EndedClaim[]): Promise<boolean[]> {
  return database.transaction().execute(async (transaction) => {
    const ids = ended.map(({ claim }) => claim.desktopId);
    const { rows } = await sql<{ id: DesktopId; version: number }>`
      select desktop_id as id, version from deletion_progress where desktop_id = any(${ids}::uuid[])
      order by desktop_id for update`.execute(transaction);
    const versions = new Map(rows.map(({ id, version }) => [id, version]));
    const isOurs = ({ desktopId, version }: Claim): boolean => versions.get(desktopId) === version;
    await finishDeletions(
      transaction,
      new Map(ended.filter(({ claim }) => isOurs(claim)).map(({ claim, items }) => [claim.desktopId, items])),
    );
    return ended.map(({ claim }) => isOurs(claim));
  });
}
