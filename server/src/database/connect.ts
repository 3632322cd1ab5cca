import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Schema } from './schema.js';

export type Database = Kysely<Schema>;

export interface Connections {
  /** The typed query builder, for everything but hot paths. */
  readonly database: Database;
  /** For named statements, each planned once. */
  readonly pool: pg.Pool;
  /** That pool and the one below the query builder: whatever is sent goes through one of them. */
  readonly pools: readonly pg.Pool[];
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** `postgres://…`, or with a socket directory: `postgres:///name?host=/dir`. */
  readonly url: string;
  /** Most connections at once, half of them for either pool. */
  readonly connections?: number;
  /** Told of a connection that broke while idle; the pool replaces it. */
  readonly onIdleError?: (error: Error) => void;
}

/**
 * A plan that was made while a table was nearly empty is kept until the next analyze, those of foreign keys too: a sequential
 * scan would then be walked by every statement of a burst (seen: 2 ms instead of 0.1 for an acceptance among 5 000 desktops).
 * Whatever has an index is looked up by it; what has none is read as before.
 */
const indexesFirst = '-c enable_seqscan=off -c jit=off';
/** Named statements are planned once: PostgreSQL would plan those with arrays anew each time (seen: 0.46 ms beside 0.11). */
const plannedOnce = `${indexesFirst} -c plan_cache_mode=force_generic_plan`;

/** Opens pools on a PostgreSQL database. Nothing is sent until the first query. */
export function connect(options: ConnectOptions): Connections {
  const half = Math.max(1, Math.floor((options.connections ?? 10) / 2));
  const open = (settings: string): pg.Pool => {
    const pool = new pg.Pool({
      connectionString: options.url,
      max: half,
      connectionTimeoutMillis: 5_000,
      application_name: 'deskplane',
      options: settings,
    });
    // Without a listener a connection that breaks would end the process, be it idle or in the middle of a transaction.
    // Whoever uses it is told by the queries that fail.
    pool.on('error', options.onIdleError ?? (() => undefined));
    pool.on('connect', (client) => client.on('error', () => undefined));
    return pool;
  };
  const pool = open(plannedOnce);
  const queries = open(indexesFirst);
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: queries }) });
  let closed: Promise<unknown> | undefined;
  return {
    database,
    pool,
    pools: [pool, queries],
    // Not database.destroy(): that leaves the pool open when nothing was asked through Kysely.
    close: async () => {
      await (closed ??= Promise.all([pool.end(), queries.end()]));
    },
  };
}
