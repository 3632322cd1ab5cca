import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import type { DesktopId } from '../../ids.js';
import { finishDeletions } from './finishDeletions.js';

/**
 * After items have ended: opens the next stage of a deletion when they were the last of their own, finishes it when they were
 * the last of all. In the caller's transaction, which holds the deletions' rows.
 * @param moved the desktops whose items have ended
 */
export async function advanceDeletions(
  transaction: Transaction,
  moved: ReadonlySet<DesktopId>,
): Promise<void> {
  const deletions = await readItems(transaction, [...moved]);
  const finished: DesktopId[] = [];
  const going: { readonly id: DesktopId; readonly stage: number; readonly progress: number }[] = [];
  for (const id of moved) {
    const items = deletions.get(id) ?? [];
    const stage = stageAtWork(items);
    const ended = items.filter((item) => item.ended !== null).length;
    if (stage === undefined) finished.push(id);
    else going.push({ id, stage, progress: Math.round((ended / items.length) * 100) });
  }
  if (going.length > 0) await showProgress(transaction, going);
  if (finished.length > 0) await finishDeletions(transaction, finished);
}

interface StagedItem {
  readonly stage: number;
  readonly ended: string | null;
}

async function readItems(
  transaction: Transaction,
  desktopIds: readonly DesktopId[],
): Promise<Map<DesktopId, StagedItem[]>> {
  const { rows } = await sql<StagedItem & { desktop_id: DesktopId }>`
    select desktop_id, stage, ended from deletion_items where desktop_id = any(${desktopIds}::uuid[])`.execute(
    transaction,
  );
  const byDesktop = new Map<DesktopId, StagedItem[]>();
  for (const row of rows) {
    const known = byDesktop.get(row.desktop_id);
    if (known === undefined) byDesktop.set(row.desktop_id, [row]);
    else known.push(row);
  }
  return byDesktop;
}

async function showProgress(
  transaction: Transaction,
  going: readonly { readonly id: DesktopId; readonly stage: number; readonly progress: number }[],
): Promise<void> {
  const ids = going.map(({ id }) => id);
  // The lists of ids besides the joins see to it that rows are looked up by index, whatever the planner takes tables for.
  await sql`
    with going as (
      select * from unnest(${ids}::uuid[], ${going.map(({ stage }) => stage)}::int[],
        ${going.map(({ progress }) => progress)}::int[]) as g (id, stage, progress)
    ), opened as (
      update deletion_items d set due_at = now()
      from going g
      where d.desktop_id = any(${ids}::uuid[]) and d.desktop_id = g.id and d.stage = g.stage and d.ended is null
        and d.due_at is null
    )
    update sub_jobs s set status = 'RUNNING', progress = g.progress
    from going g
    where s.desktop_id = any(${ids}::text[]) and s.desktop_id = g.id::text and s.status in ('WAITING', 'RUNNING')
      and (select j.job_type from jobs j where j.id = s.job_id) = 'deleteDesktops'`.execute(transaction);
}

/** The stage that may be worked on now: the first with an item that has not ended. @returns undefined when all have */
export function stageAtWork(items: readonly StagedItem[]): number | undefined {
  const open = items.filter((item) => item.ended === null).map((item) => item.stage);
  return open.length === 0 ? undefined : Math.min(...open);
}
