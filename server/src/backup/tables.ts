import type pg from 'pg';
import type { Schema } from '../database/schema.js';

/** A table of ours, with the columns that are written (not those that the database computes). */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns that number themselves. */
  readonly numbered: readonly string[];
}

/**
 * Not in a backup: which migrations ran is in its head, workers and connections to screens end with their process, browsers sign in anew, users are invited anew, what finds audit
 * events is made from the log, and which rules the engine has of a port is not for an older database to say: that of a restored
 * one is told all.
 */
const left = [
  'migrations',
  'workers',
  'audit_events',
  'audit_index',
  'network_changes',
  'port_rules',
  'screen_tickets',
  'screen_hosts',
  'browser_sessions',
  'desk_sessions',
  'desk_invitations',
] as const satisfies readonly (keyof Schema)[];

/**
 * Every table of the schema in an order in which rows can be inserted: what others refer to comes first.
 * @throws when tables refer to each other in a circle
 */
export async function readTables(client: pg.PoolClient): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name,
       array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns,
       coalesce(array_agg(a.attname::text) filter (where pg_get_serial_sequence(quote_ident(c.relname), a.attname) is not null), '{}') as numbered
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> all($1::text[])
     group by c.relname order by c.relname`,
    [left],
  );
  const { rows: references } = await client.query<{ table: string; refersTo: string }>(
    `select one.relname as "table", other.relname as "refersTo"
     from pg_constraint k join pg_class one on one.oid = k.conrelid join pg_class other on other.oid = k.confrelid
     where k.contype = 'f' and one.relnamespace = current_schema()::regnamespace and one.oid <> other.oid`,
  );
  const ordered: Table[] = [];
  let waiting = rows;
  while (waiting.length > 0) {
    const placed = new Set(ordered.map(({ name }) => name));
    const ready = waiting.filter(({ name }) =>
      references.every(({ table, refersTo }) => table !== name || placed.has(refersTo)),
    );
    if (ready.length === 0) {
      throw new Error(
        `These tables refer to each other in a circle: ${waiting.map(({ name }) => name).join(', ')}.`,
      );
    }
    ordered.push(...ready);
    waiting = waiting.filter((table) => !ready.includes(table));
  }
  return ordered;
}
