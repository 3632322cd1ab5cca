import { sql } from 'kysely';
import type { Database, Transaction } from '../../database/connect.js';
import type { Schema } from '../../database/schema.js';
import { ApiError } from '../../errors/errors.js';
import type { DesktopId, ItemId, ProjectId } from '../../ids.js';
import { itemNow } from '../carryOut/itemNow.js';
import { showWhetherFailingIn } from '../carryOut/showWhetherFailing.js';
import { advanceDeletions } from '../finish/advanceDeletions.js';

/** Someone's decision to wait for an item no longer (D6). */
export interface ItemRelease {
  readonly projectId: ProjectId;
  readonly desktopId: DesktopId;
  readonly itemId: ItemId;
  /** Who decided it: the id of an IAM user. */
  readonly releasedBy: string;
  /** Why, in that person's words. */
  readonly reason: string;
  readonly requestId: string;
}

/** What else is written with a release, in its transaction: the audit's place. */
export type RecordRelease = (
  transaction: Transaction,
  release: ItemRelease & { readonly kind: Schema['deletion_items']['kind']; readonly releasedAt: Date },
) => Promise<void>;

/**
 * Ends an item that was not seen gone, by a named operator and with a reason, and moves its deletion on: the only end besides
 * an observed one (S7). The ledger keeps calling the item present, so that a orphan scan knows it as ours; a worker that still
 * holds it can write nothing more about it.
 * @returns when it was released
 * @throws {ApiError} DPL.0404 when the project has no such deletion or the deletion no such item; DPL.0409 when the item has
 * ended already
 */
export async function releaseItem(
  database: Database,
  release: ItemRelease,
  record: RecordRelease,
): Promise<Date> {
  const { projectId, desktopId, itemId } = release;
  return database.transaction().execute(async (transaction) => {
    const deletion = await transaction
      .selectFrom('deletions')
      .select('desktop_id')
      .where('project_id', '=', projectId)
      .where('desktop_id', '=', desktopId)
      .forUpdate()
      .executeTakeFirst();
    if (deletion === undefined) throw new ApiError('DPL.0404', ['deletion']);
    const item = await transaction
      .selectFrom('deletion_items')
      .select(['kind', 'ended', sql<Date>`${sql.raw(moment)}`.as('releasedAt')])
      .where('desktop_id', '=', desktopId)
      .where('item_id', '=', itemId)
      .forUpdate()
      .executeTakeFirst();
    if (item === undefined) throw new ApiError('DPL.0404', ['item']);
    if (item.ended !== null) throw new ApiError('DPL.0409', [`item ${itemId} has ended as "${item.ended}"`]);
    const { kind, releasedAt } = item;
    await transaction
      .updateTable('deletion_items')
      .set({
        ended: 'released',
        ended_at: releasedAt,
        released_by: release.releasedBy,
        release_reason: release.reason,
        due_at: null,
        worker: null,
      })
      .where('desktop_id', '=', desktopId)
      .where('item_id', '=', itemId)
      .execute();
    await record(transaction, { ...release, kind, releasedAt });
    await showWhetherFailingIn(transaction, desktopId);
    await advanceDeletions(transaction, new Set([desktopId]));
    return releasedAt;
  });
}

const moment = itemNow('deletion_items');
