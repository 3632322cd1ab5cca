import type pg from 'pg';
import type { ItemKind } from '../contract.js';

/** One thing of the simulated world, as it is at the moment of asking. */
export interface SimulatedRow {
  readonly kind: ItemKind;
  readonly id: string;
  readonly generation: string;
  readonly name: string;
  readonly status: string;
  readonly created_at: Date;
}

// A pending change has happened once its time has come, whether or not anybody wrote it down: nothing has to run for time
// to pass in this world, and looking at one thing costs no look at all the others.
const asOf = (moment: string): string => `
  select kind, id, generation, name, created_at,
    case when changes_at <= ${moment} then changes_to else status end as status
  from simulated_items
  where not (changes_to = 'gone' and changes_at <= ${moment}) is true`;

export async function findRow(
  pool: pg.Pool,
  kind: ItemKind,
  id: string,
  now: Date,
): Promise<SimulatedRow | undefined> {
  const { rows } = await pool.query<SimulatedRow>(`${asOf('$3')} and kind = $1 and id = $2`, [kind, id, now]);
  return rows[0];
}

export async function findRowsByName(
  pool: pg.Pool,
  kind: ItemKind,
  name: string,
  now: Date,
): Promise<SimulatedRow[]> {
  const { rows } = await pool.query<SimulatedRow>(`${asOf('$3')} and kind = $1 and name = $2`, [
    kind,
    name,
    now,
  ]);
  return rows;
}

export async function listRows(pool: pg.Pool, kind: ItemKind, now: Date): Promise<SimulatedRow[]> {
  const { rows } = await pool.query<SimulatedRow>(`${asOf('$2')} and kind = $1 order by created_at`, [
    kind,
    now,
  ]);
  return rows;
}

/** Removes an item for good if it is gone by now. */
export async function sweep(pool: pg.Pool, kind: ItemKind, id: string, now: Date): Promise<void> {
  await pool.query(
    `delete from simulated_items where kind = $1 and id = $2 and changes_to = 'gone' and changes_at <= $3`,
    [kind, id, now],
  );
}

export interface NewRow extends SimulatedRow {
  readonly spec: object;
  readonly changesAt: Date | null;
  readonly changesTo: string | null;
}

export async function insertRow(pool: pg.Pool, row: NewRow): Promise<void> {
  await pool.query(
    `insert into simulated_items (kind, id, generation, name, status, created_at, changes_at, changes_to, spec)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      row.kind,
      row.id,
      row.generation,
      row.name,
      row.status,
      row.created_at,
      row.changesAt,
      row.changesTo,
      JSON.stringify(row.spec),
    ],
  );
}

/**
 * Sets what an item is now and what it will become. Matches the generation, so that a namesake is never touched; what is on
 * its way out stays so, whoever else wants something of it at the same moment.
 */
export async function changeRow(
  pool: pg.Pool,
  row: SimulatedRow,
  change: { readonly status: string; readonly changesAt: Date; readonly changesTo: string },
): Promise<void> {
  await pool.query(
    `update simulated_items set status = $4, changes_at = $5, changes_to = $6
     where kind = $1 and id = $2 and generation = $3 and status <> 'deleting'`,
    [row.kind, row.id, row.generation, change.status, change.changesAt, change.changesTo],
  );
}

/** Notes the rules of a port. @returns false when no such port of this generation is there to stay */
export async function changeRules(pool: pg.Pool, row: SimulatedRow, rules: object): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update simulated_items set spec = jsonb_set(spec, '{rules}', $4::jsonb)
     where kind = $1 and id = $2 and generation = $3 and status <> 'deleting'`,
    [row.kind, row.id, row.generation, JSON.stringify(rules)],
  );
  return rowCount === 1;
}

/** Whether a server that is still there was built with this port or volume. */
export async function isInUse(pool: pg.Pool, id: string, now: Date): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select 1 from simulated_items
     where kind = 'server' and spec -> 'uses' ? $1 and not (changes_to = 'gone' and changes_at <= $2) is true
     limit 1`,
    [id, now],
  );
  return rowCount === 1;
}
