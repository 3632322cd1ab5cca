import type pg from 'pg';
import type { DesktopId } from '../../ids.js';

/** A place among the deletions that ended long ago, the oldest first. */
export interface RetentionPlace {
  /** As the database writes it: its clock is finer than ours. */
  readonly completedAt: string;
  readonly desktopId: DesktopId;
}

export interface CompactedPortion {
  /** How many deletions were compacted. */
  readonly compacted: number;
  /** Where to go on; undefined: none is left. */
  readonly next: RetentionPlace | undefined;
}

/**
 * Compacts a portion of the deletions that ended longer ago than a number of days, down to receipts and tombstones: one
 * transaction, each deletion as a whole or not at all. The database decides which may go: only settled ones, with a sealed
 * receipt and no mail left to send.
 * @param after where the portion before ended; undefined: from the oldest on
 * @param most how many are looked at
 */
export async function compactDeletions(
  pool: pg.Pool,
  keepDays: number,
  after: RetentionPlace | undefined,
  max: number,
): Promise<CompactedPortion> {
  const start = after ?? { completedAt: '-infinity', desktopId: '00000000-0000-0000-0000-000000000000' };
  const { rows } = await pool.query<{ id: DesktopId; at: string }>({
    name: 'find old deletions',
    text: `
      select desktop_id as id, completed_at::text as at from deletion_ends
      where completed_at <= now() - make_interval(days => $1)
        and completed_at >= $2 and (completed_at, desktop_id) > ($2::timestamptz, $3::uuid)
      order by completed_at, desktop_id limit $4`,
    values: [keepDays, start.completedAt, start.desktopId, max],
  });
  const last = rows.at(-1);
  if (last === undefined) return { compacted: 0, next: undefined };
  const { rows: done } = await pool.query<{ compacted: number }>({
    name: 'compact deletions',
    text: 'select compact_deletions($1::uuid[], make_interval(days => $2)) as compacted',
    values: [rows.map(({ id }) => id), keepDays],
  });
  return {
    compacted: done[0]?.compacted ?? 0,
    next: rows.length < max ? undefined : { completedAt: last.at, desktopId: last.id },
  };
}
