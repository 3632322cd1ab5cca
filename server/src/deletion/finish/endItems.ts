import { sql } from 'kysely';
import type { Database, Transaction } from '../../database/connect.js';
import type { DesktopId, ItemId } from '../../ids.js';
import type { Claim, ItemEnd } from '../carryOut/deletionStore.js';
import { itemNow } from '../carryOut/itemNow.js';
import { advanceDeletions } from './advanceDeletions.js';

export interface EndedClaim {
  readonly claim: Claim;
  readonly end: ItemEnd;
}

/**
 * Ends items and advances their deletions, in one transaction. It locks the rows of the deletions first, in the order of their
 * ids, so that of two items of one deletion that end at the same time the second sees that the first has ended.
 * @param observer the engine that says what is absent, for the receipt
 * @returns for each whether the ending was its claim's to record
 */
export async function endItems(
  database: Database,
  ended: readonly EndedClaim[],
  observer: string,
): Promise<boolean[]> {
  return database.transaction().execute(async (transaction) => {
    const desktopIds = [...new Set(ended.map(({ claim }) => claim.desktopId))];
    await sql`
      select from deletions where desktop_id = any(${desktopIds}::uuid[]) order by desktop_id for update`.execute(
      transaction,
    );
    const own = await writeEnds(transaction, ended, observer);
    const moved = new Set<DesktopId>();
    for (const { claim } of ended) if (own.has(claim.itemId)) moved.add(claim.desktopId);
    if (moved.size > 0) await advanceDeletions(transaction, moved);
    return ended.map(({ claim }) => own.has(claim.itemId));
  });
}

/** The engine's clock is another one: the key is told to have gone neither before the acceptance nor after its item (A12). */
const withinDeletion = `
  case when c.key_destroyed_at is not null then
    least(c.moment, greatest(c.key_destroyed_at,
      (select x.accepted_at from deletions x where x.desktop_id = d.desktop_id))) end`;

/** @returns those items whose claims still held */
async function writeEnds(
  transaction: Transaction,
  ended: readonly EndedClaim[],
  observer: string,
): Promise<ReadonlySet<ItemId>> {
  const itemIds = ended.map(({ claim }) => claim.itemId);
  const { rows } = await sql<{ item_id: ItemId }>`
    with seen as (
      select c.*, ${sql.raw(itemNow('d'))} as moment
      from unnest(${ended.map(({ claim }) => claim.desktopId)}::uuid[], ${itemIds}::uuid[],
        ${ended.map(({ claim }) => claim.worker)}::uuid[],
        ${ended.map(({ end }) => end.ended)}::text[], ${ended.map(({ end }) => end.grade)}::text[],
        ${ended.map(({ end }) => end.key?.destroyedAt ?? null)}::timestamptz[])
        as c (desktop_id, item_id, worker, ended, grade, key_destroyed_at)
      join deletion_items d using (desktop_id, item_id)
    ), own as (
      update deletion_items d
      set ended = c.ended, ended_at = c.moment, first_absent_at = coalesce(d.first_absent_at, c.moment),
        absence_grade = c.grade,
        key_destroyed_at = ${sql.raw(withinDeletion)}, observed_by = ${observer}, due_at = null, worker = null, last_error = null
      from seen c
      where d.desktop_id = c.desktop_id and d.item_id = c.item_id and d.worker = c.worker and d.ended is null
      returning d.item_id, d.ended, d.ended_at
    ), gone as (
      update items i set state = 'absent', absent_at = own.ended_at
      from own where i.id = any(${itemIds}::uuid[]) and i.id = own.item_id and own.ended = 'absent'
    )
    select item_id from own`.execute(transaction);
  return new Set(rows.map((row) => row.item_id));
}
