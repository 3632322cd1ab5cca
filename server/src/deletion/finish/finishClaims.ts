import { sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import type { DesktopId } from '../../ids.js';
import type { Claim } from '../carryOut/deletionStore.js';
import type { ItemState } from '../ledger/itemState.js';
import { finishDeletions } from './finishDeletions.js';

export interface EndedClaim {
  readonly claim: Claim;
  readonly items: readonly ItemState[];
}

/**
 * Finishes deletions whose items have all ended, in one transaction. It locks their progress first, in the order of their ids:
 * whoever joins or releases meanwhile comes before, and the claim no longer holds, or after, and finds the deletion done.
 * @returns for each whether its claim still held
 */
export async function finishClaims(database: Database, ended: readonly EndedClaim[]): Promise<boolean[]> {
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
