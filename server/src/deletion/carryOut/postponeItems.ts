import type pg from 'pg';
import type { Claim, Postponement } from './deletionStore.js';
import { itemNow } from './itemNow.js';
import { heldBy } from './recordAsked.js';

export interface PostponedClaim {
  readonly claim: Claim;
  readonly change: Postponement;
}

/** Gives items their next turns; those that another worker has taken meanwhile are left alone. */
export async function postponeItems(
  pool: pg.Pool,
  postponed: readonly PostponedClaim[],
): Promise<undefined[]> {
  const changes = postponed.map(({ change }) => change);
  await pool.query({
    name: 'postpone',
    text: `
      update deletion_items d
      set due_at = now() + make_interval(secs => c.wait / 1000), worker = null, seen_absent = coalesce(c.seen_absent, 0),
        first_absent_at = case when c.seen_absent is not null
          then coalesce(d.first_absent_at, ${itemNow('d')}) end,
        attempts = coalesce(c.attempts, d.attempts),
        last_error = case when c.tells then c.error else d.last_error end
      from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::float8[], $5::int[], $6::int[], $7::boolean[], $8::text[])
        as c (desktop_id, item_id, worker, wait, seen_absent, attempts, tells, error)
      where d.desktop_id = c.desktop_id and d.item_id = c.item_id and d.worker = c.worker and d.ended is null`,
    values: [
      ...heldBy(postponed.map(({ claim }) => claim)),
      changes.map((change) => change.inMilliseconds),
      changes.map((change) => change.seenAbsent ?? null),
      changes.map((change) => change.attempts ?? null),
      changes.map((change) => change.error !== undefined),
      changes.map((change) => change.error ?? null),
    ],
  });
  return postponed.map(() => undefined);
}
