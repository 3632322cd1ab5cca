import type pg from 'pg';
import type { Database } from './connect.js';

const ofOneMoment = Symbol('of one moment');

/** Where whatever is read is as it was at one moment. */
export type Snapshot = Database & { readonly [ofOneMoment]: true };

/** Reads several things of one moment, so that a page of a list agrees with how many there are on all pages. */
export function inOneSnapshot<Result>(
  database: Database,
  read: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((transaction) => read(Object.assign(transaction, { [ofOneMoment]: true } as const)));
}

/** The same for named statements. */
export async function inOneSnapshotOf<Result>(
  pool: pg.Pool,
  read: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query('begin isolation level repeatable read read only');
    const result = await read(client);
    await client.query('commit');
    return result;
  } catch (error) {
    // The connection ends, and its transaction with it.
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(failure);
  }
}
