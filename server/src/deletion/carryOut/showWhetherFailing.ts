import { type Kysely, sql } from 'kysely';
import type { Database, Transaction } from '../../database/connect.js';
import { momentAfter } from '../../database/moment.js';
import type { Schema } from '../../database/schema.js';
import type { DesktopId } from '../../ids.js';
import { failingSql } from './failing.js';

/**
 * Shows a deletion as failing as long as an item of it that has not ended is failing, and as running otherwise: whoever
 * reports, and in whatever order, the ledger decides. Mostly there is nothing to change, which takes one statement.
 */
export async function showWhetherFailing(database: Database, desktopId: DesktopId): Promise<void> {
  if ((await readFailing(database, desktopId)).shown) return;
  await database.transaction().execute((transaction) => showWhetherFailingIn(transaction, desktopId));
}

/** As {@link showWhetherFailing}, in the caller's transaction. */
export async function showWhetherFailingIn(transaction: Transaction, desktopId: DesktopId): Promise<void> {
  await transaction
    .selectFrom('deletions')
    .select('desktop_id')
    .where('desktop_id', '=', desktopId)
    .forUpdate()
    .execute();
  // Not before the lock is held: what ended meanwhile has to be seen.
  const { shown, failing } = await readFailing(transaction, desktopId);
  if (shown) return;
  await transaction
    .updateTable('deletions')
    .set(
      failing
        ? { state: 'failed', failed_since: sql<Date>`${sql.raw(momentAfter('accepted_at'))}` }
        : { state: 'running', failed_since: null },
    )
    .where('desktop_id', '=', desktopId)
    .execute();
  await transaction
    .updateTable('desktops')
    .set({ task_status: failing ? 'deleteFailed' : 'deleting' })
    .where('id', '=', desktopId)
    .where('gone_at', 'is', null)
    .execute();
}

async function readFailing(
  database: Kysely<Schema>,
  desktopId: DesktopId,
): Promise<{ readonly shown: boolean; readonly failing: boolean }> {
  const { rows } = await sql<{ state: string; failing: boolean }>`
    select state, exists (
      select from deletion_items i
      where i.desktop_id = d.desktop_id and i.ended is null and ${sql.raw(failingSql('i'))}
    ) as failing
    from deletions d where desktop_id = ${desktopId}`.execute(database);
  const [row] = rows;
  if (row === undefined || row.state === 'done') return { shown: true, failing: false };
  return { shown: (row.state === 'failed') === row.failing, failing: row.failing };
}
