import type pg from 'pg';
import { indexAuditEvents } from '../audit/events/indexAuditEvents.js';
import type { Connections } from '../database/connect.js';

/** Rows about audit events, once the index has all that are in the log. */
export async function askAuditEvents<Row extends pg.QueryResultRow>(
  { database, pool }: Pick<Connections, 'database' | 'pool'>,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  await indexAuditEvents(database);
  return (await pool.query<Row>(text, [...values])).rows;
}
