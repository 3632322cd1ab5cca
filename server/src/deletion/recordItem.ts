import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import type { WorkerId } from '../ids.js';
import { finishDeletion } from './finishDeletion.js';
import type { ClaimedItem } from './queries.js';

/** After so many failed attempts in a row the deletion is shown as failed; it goes on all the same (S7, L2). */
export const attemptsUntilFailed = 10;

/** Postpones an item's next turn. Does nothing if another worker has taken the item meanwhile. */
export async function postponeItem(
  database: Kysely<Schema>,
  item: ClaimedItem,
  worker: WorkerId,
  change: {
    readonly inMilliseconds: number;
    readonly seenAbsent?: number;
    readonly attempts?: number;
    readonly error?: string | null;
  },
): Promise<void> {
  await database
    .updateTable('deletion_items')
    .set({
      due_at: sql<Date>`now() + make_interval(secs => ${change.inMilliseconds / 1000}::float8)`,
      worker: null,
      seen_absent: change.seenAbsent ?? 0,
      ...(change.attempts === undefined ? {} : { attempts: change.attempts }),
      ...(change.error === undefined ? {} : { last_error: change.error }),
    })
    .where('item_id', '=', item.item_id)
    .where('worker', '=', worker)
    .execute();
}

/** Notes that asking an item to go failed: the next look that finds it there asks again. */
export async function recordNotAsked(
  database: Kysely<Schema>,
  item: ClaimedItem,
  worker: WorkerId,
): Promise<void> {
  await database
    .updateTable('deletion_items')
    .set({ asked_at: null })
    .where('item_id', '=', item.item_id)
    .where('worker', '=', worker)
    .execute();
}

/** Notes that an item is about to be asked to go. @returns false if another worker has taken it meanwhile */
export async function recordAsked(
  database: Kysely<Schema>,
  item: ClaimedItem,
  worker: WorkerId,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('deletion_items')
    .set({ asked_at: now, seen_absent: 0 })
    .where('item_id', '=', item.item_id)
    .where('worker', '=', worker)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Shows a deletion that keeps failing as failed, and as running again once an item moved on. */
export async function showProgress(
  database: Kysely<Schema>,
  item: ClaimedItem,
  failing: boolean,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('deletions')
      .set({ state: failing ? 'failed' : 'running' })
      .where('desktop_id', '=', item.desktop_id)
      .where('state', '=', failing ? 'running' : 'failed')
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    await transaction
      .updateTable('desktops')
      .set({ task_status: failing ? 'deleteFailed' : 'deleting' })
      .where('id', '=', item.desktop_id)
      .where('gone_at', 'is', null)
      .execute();
  });
}

/**
 * Ends an item that was seen absent, opens the next stage when it was the last of its own, and finishes the deletion when
 * it was the last of all. The deletion's row is locked first, so that two items that end at once do not both see the other
 * one open. @returns whether the ending was ours to record
 */
export async function endItem(
  database: Database,
  item: ClaimedItem,
  worker: WorkerId,
  end: { readonly grade: string; readonly now: Date },
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    await transaction
      .selectFrom('deletions')
      .select('desktop_id')
      .where('desktop_id', '=', item.desktop_id)
      .forUpdate()
      .execute();
    const { numUpdatedRows } = await transaction
      .updateTable('deletion_items')
      .set({
        ended: 'absent',
        ended_at: end.now,
        absence_grade: end.grade,
        due_at: null,
        worker: null,
        last_error: null,
      })
      .where('item_id', '=', item.item_id)
      .where('worker', '=', worker)
      .where('ended', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await transaction
      .updateTable('items')
      .set({ state: 'absent', absent_at: end.now })
      .where('id', '=', item.item_id)
      .execute();
    await moveOn(transaction, item, end.now);
    return true;
  });
}

async function moveOn(transaction: Kysely<Schema>, item: ClaimedItem, now: Date): Promise<void> {
  const items = await transaction
    .selectFrom('deletion_items')
    .select(['stage', 'ended'])
    .where('desktop_id', '=', item.desktop_id)
    .execute();
  const open = items.filter((other) => other.ended === null).map((other) => other.stage);
  if (open.length === 0) {
    await finishDeletion(transaction, item.desktop_id, now);
    return;
  }
  const nextStage = Math.min(...open);
  await transaction
    .updateTable('deletion_items')
    .set({ due_at: sql<Date>`now()` })
    .where('desktop_id', '=', item.desktop_id)
    .where('stage', '=', nextStage)
    .where('ended', 'is', null)
    .where('due_at', 'is', null)
    .execute();
  const progress = Math.round(((items.length - open.length) / items.length) * 100);
  await transaction
    .updateTable('sub_jobs')
    .from('jobs')
    .set({ progress })
    .whereRef('jobs.id', '=', 'sub_jobs.job_id')
    .where('jobs.job_type', '=', 'deleteDesktops')
    .where('sub_jobs.desktop_id', '=', item.desktop_id)
    .where('sub_jobs.status', '=', 'RUNNING')
    .execute();
}
