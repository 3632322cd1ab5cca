import type pg from 'pg';
import type { ItemId } from '../../ids.js';
import type { Claim } from './deletionStore.js';
import { itemNow } from './itemNow.js';

/**
 * Notes that items are about to be asked to go, all with one statement.
 * @returns for each claim whether it still held
 */
export async function recordAsked(pool: pg.Pool, claims: readonly Claim[]): Promise<boolean[]> {
  const { rows } = await pool.query<{ item_id: ItemId }>({
    name: 'record asked',
    text: `
      update deletion_items d
      set asked_at = clock_timestamp(), asks = d.asks + 1, seen_absent = 0, first_absent_at = null,
        first_asked_at = coalesce(d.first_asked_at, ${itemNow('d')})
      from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as c (desktop_id, item_id, worker)
      where d.desktop_id = c.desktop_id and d.item_id = c.item_id and d.worker = c.worker and d.ended is null
      returning d.item_id`,
    values: heldBy(claims),
  });
  const asked = new Set(rows.map((row) => row.item_id));
  return claims.map((claim) => asked.has(claim.itemId));
}

/** Desktops, items and workers of claims, as parameters of a statement that is fenced by them. */
export function heldBy(claims: readonly Claim[]): [string[], string[], string[]] {
  return [
    claims.map((claim) => claim.desktopId),
    claims.map((claim) => claim.itemId),
    claims.map((claim) => claim.worker),
  ];
}
