import { type Kysely, sql } from 'kysely';
import type { Schema } from '../database/schema.js';
import type { DesktopId } from '../ids.js';
import { finishDeletion } from './finishDeletion.js';

/**
 * After an item has ended: opens the next stage when it was the last of its own, finishes the deletion when it was the last
 * of all. In the caller's transaction, which holds the deletion's row.
 */
export async function moveOn(transaction: Kysely<Schema>, desktopId: DesktopId, now: Date): Promise<void> {
  const items = await transaction
    .selectFrom('deletion_items')
    .select(['stage', 'ended'])
    .where('desktop_id', '=', desktopId)
    .execute();
  const nextStage = stageAtWork(items);
  if (nextStage === undefined) {
    await finishDeletion(transaction, desktopId, now);
    return;
  }
  await transaction
    .updateTable('deletion_items')
    .set({ due_at: sql<Date>`now()` })
    .where('desktop_id', '=', desktopId)
    .where('stage', '=', nextStage)
    .where('ended', 'is', null)
    .where('due_at', 'is', null)
    .execute();
  const ended = items.filter((item) => item.ended !== null).length;
  const progress = Math.round((ended / items.length) * 100);
  await transaction
    .updateTable('sub_jobs')
    .from('jobs')
    .set({ status: 'RUNNING', progress })
    .whereRef('jobs.id', '=', 'sub_jobs.job_id')
    .where('jobs.job_type', '=', 'deleteDesktops')
    .where('sub_jobs.desktop_id', '=', desktopId)
    .where('sub_jobs.status', 'in', ['WAITING', 'RUNNING'])
    .execute();
}

/** The stage that may be worked on now: the first with an item that has not ended. @returns undefined when all have */
export function stageAtWork(
  items: readonly { readonly stage: number; readonly ended: string | null }[],
): number | undefined {
  const open = items.filter((item) => item.ended === null).map((item) => item.stage);
  return open.length === 0 ? undefined : Math.min(...open);
}
