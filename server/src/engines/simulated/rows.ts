import type pg from 'pg';
import type { ItemKind } from '../contract.js';

/** One thing of the simulated world. */
export interface SimulatedRow {
  readonly kind: ItemKind;
  readonly id: string;
  readonly generation: string;
  readonly name: string;
  readonly status: string;
  readonly created_at: Date;
}

/** What is gone by the given moment is gone: removed for good, and its id is free to be seen no more. */
export async function settle(pool: pg.Pool, now: Date): Promise<void> {
  await pool.query(
    `with gone as (delete from simulated_items where changes_at <= $1 and changes_to = 'gone')
     update simulated_items set status = changes_to, changes_at = null, changes_to = null
     where changes_at <= $1 and changes_to <> 'gone'`,
    [now],
  );
}

export async function findRow(pool: pg.Pool, kind: ItemKind, id: string): Promise<SimulatedRow | undefined> {
  const { rows } = await pool.query<SimulatedRow>(
    'select * from simulated_items where kind = $1 and id = $2',
    [kind, id],
  );
  return rows[0];
}

export async function findRowsByName(pool: pg.Pool, kind: ItemKind, name: string): Promise<SimulatedRow[]> {
  const { rows } = await pool.query<SimulatedRow>(
    'select * from simulated_items where kind = $1 and name = $2',
    [kind, name],
  );
  return rows;
}

export async function listRows(pool: pg.Pool, kind: ItemKind): Promise<SimulatedRow[]> {
  const { rows } = await pool.query<SimulatedRow>(
    'select * from simulated_items where kind = $1 order by created_at',
    [kind],
  );
  return rows;
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

/** Sets what an item is now and what it will become. Matches the generation, so that a namesake is never touched. */
export async function changeRow(
  pool: pg.Pool,
  row: SimulatedRow,
  change: { readonly status: string; readonly changesAt: Date | null; readonly changesTo: string | null },
): Promise<void> {
  await pool.query(
    `update simulated_items set status = $4, changes_at = $5, changes_to = $6
     where kind = $1 and id = $2 and generation = $3`,
    [row.kind, row.id, row.generation, change.status, change.changesAt, change.changesTo],
  );
}

/** Whether a server that is still there was built with this port or volume. */
export async function isInUse(pool: pg.Pool, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select 1 from simulated_items where kind = 'server' and spec -> 'uses' ? $1 limit 1`,
    [id],
  );
  return rowCount === 1;
}
