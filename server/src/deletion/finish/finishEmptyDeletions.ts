import { sql } from 'kysely';
import type { Database, Transaction } from '../../database/connect.js';
import type { DesktopId } from '../../ids.js';
import type { Work } from '../../workers/loop.js';
import { advanceDeletions } from './advanceDeletions.js';

export interface EmptyDeletionParts {
  readonly database: Database;
  /** A mail became due. */
  readonly announceWork: () => void;
  /** Milliseconds between two looks. Default: ten seconds. */
  readonly every?: number;
}

/**
 * Finishes deletions that no item will ever finish: of a desktop whose ledger is empty, after a repair of the database by
 * hand, say. The product makes no such desktop, but an accepted deletion has to end whatever it finds (L1, L2). Looked for
 * now and then by what the ledger says, so that neither a crash after the acceptance nor any later cause leaves one behind.
 */
export function createEmptyDeletionWork(parts: EmptyDeletionParts): Work<DesktopId> {
  const every = parts.every ?? 10_000;
  let next = performance.now();
  return {
    name: 'empty deletions',
    rest: 250,
    capacity: 10,
    claim: async (limit) => {
      if (performance.now() < next) return [];
      next = performance.now() + every;
      return findEmpty(parts.database, limit);
    },
    keyOf: (desktopId) => desktopId,
    perform: async (desktopId) => {
      if (await finishIfEmpty(parts.database, desktopId)) parts.announceWork();
    },
  };
}

/** Few run at any time in a service that is well; of one in trouble each look costs one index probe per open deletion. */
async function findEmpty(database: Database, limit: number): Promise<DesktopId[]> {
  const { rows } = await sql<{ id: DesktopId }>`
    select d.desktop_id as id from deletions d
    where d.state <> 'done'
      and not exists (select from deletion_items i where i.desktop_id = d.desktop_id and i.ended is null)
    order by d.accepted_at limit ${limit}`.execute(database);
  return rows.map((row) => row.id);
}

/** Under the deletion's lock, as every end is; another replica may have been here first. */
async function finishIfEmpty(database: Database, desktopId: DesktopId): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    if (!(await lockIfEmpty(transaction, desktopId))) return false;
    await advanceDeletions(transaction, new Set([desktopId]));
    return true;
  });
}

async function lockIfEmpty(transaction: Transaction, desktopId: DesktopId): Promise<boolean> {
  const locked = await transaction
    .selectFrom('deletions')
    .select('desktop_id')
    .where('desktop_id', '=', desktopId)
    .where('state', '<>', 'done')
    .forUpdate()
    .executeTakeFirst();
  if (locked === undefined) return false;
  const open = await transaction
    .selectFrom('deletion_items')
    .select('item_id')
    .where('desktop_id', '=', desktopId)
    .where('ended', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return open === undefined;
}
