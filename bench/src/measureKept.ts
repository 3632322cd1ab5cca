import type { Bench } from './bench.js';
import { waitForReceipts } from './measureDeletions.js';

/** What a deletion leaves, in bytes. */
export interface KeptFigures {
  /** For ever, once its retention is over. */
  readonly kept: number;
}

const cycles = 4;
/** Until then rows that go still make more room than is used again. */
const cyclesBefore = 2;
const keptDays = 30;

/** Desktops come, go and are let go, cycle after cycle: what the tables have grown by then is what stays. */
export async function measureKept(bench: Bench, perCycle: number): Promise<KeptFigures> {
  const sizes: number[] = [];
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const ids = await bench.fill(perCycle);
    await bench.deleteAll(ids);
    await waitForReceipts(bench, ids, 60_000);
    await letGo(bench, ids);
    sizes.push(await readSize(bench));
  }
  const measured = sizes.slice(cyclesBefore - 1);
  const grown = (measured.at(-1) ?? 0) - (measured[0] ?? 0);
  return { kept: grown / ((cycles - cyclesBefore) * perCycle) };
}

/** As if their retention were over. Fails where one is not settled within a while. */
async function letGo({ database: { pool } }: Bench, ids: readonly string[]): Promise<void> {
  await pool.query(
    `update deletion_ends set completed_at = completed_at - make_interval(days => $2) where desktop_id = any($1::uuid[])`,
    [ids, keptDays + 1],
  );
  const until = performance.now() + 60_000;
  for (let left = ids.length; left > 0; ) {
    const { rows } = await pool.query<{ gone: number }>(
      'select compact_deletions($1::uuid[], make_interval(days => $2)) as gone',
      [ids, keptDays],
    );
    left -= rows[0]?.gone ?? 0;
    if (performance.now() > until) throw new Error(`${left} deletions are not settled.`);
  }
}

/** Of all tables and indexes, but for the users: those stay who had a desktop. */
async function readSize({ database: { pool } }: Bench): Promise<number> {
  // Index pages that only the first one emptied need a second one.
  await pool.query('vacuum');
  await pool.query('vacuum');
  const { rows } = await pool.query<{ bytes: number }>(
    `select sum(pg_table_size(oid) + pg_indexes_size(oid))::float8 as bytes from pg_class
     where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname <> 'desktop_users'`,
  );
  return rows[0]?.bytes ?? 0;
}
