import assert from 'node:assert/strict';
import type pg from 'pg';

/** What the simulated engine holds at this moment, by the names that the service gave. */
export async function engineHolds(
  pool: pg.Pool,
): Promise<{ readonly name: string; readonly id: string; readonly generation: string }[]> {
  const { rows } = await pool.query<{ name: string; id: string; generation: string }>(
    `select name, id, generation from simulated_items
     where not (changes_to = 'gone' and changes_at <= now()) is true order by name`,
  );
  return rows;
}

/** Holds the ledger to the engine: every item that it says is there is there exactly once, and nothing else is. */
export async function assertLedgerMatchesEngine(pool: pg.Pool): Promise<void> {
  const { rows: ledger } = await pool.query<{ name: string; id: string; generation: string }>(
    `select single_use_name as name, provider_id as id, generation from items
     where state = 'present' order by single_use_name`,
  );
  assert.deepEqual(await engineHolds(pool), ledger);
}
