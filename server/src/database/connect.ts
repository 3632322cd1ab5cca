import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Schema } from './schema.js';

export type Database = Kysely<Schema>;

export interface Connections {
  /** The typed query builder, for everything but hot paths. */
  readonly database: Database;
  /** The pool below it, for named statements. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** `postgres://…`, or with a socket directory: `postgres:///name?host=/dir`. */
  readonly url: string;
  /** Most connections at once. */
  readonly connections?: number;
  /** Told of a connection that broke while idle; the pool replaces it. */
  readonly onIdleError?: (error: Error) => void;
}

/** Opens a pool on a PostgreSQL database. Nothing is sent until the first query. */
export function connect(options: ConnectOptions): Connections {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: 5_000,
    application_name: 'deskplane',
  });
  // Without a listener a connection that breaks would end the process, be it idle or in the middle of a transaction. Whoever
  // uses it is told by the queries that fail.
  pool.on('error', options.onIdleError ?? (() => undefined));
  pool.on('connect', (client) => client.on('error', () => undefined));
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  let closed: Promise<void> | undefined;
  // Not database.destroy(): that leaves the pool open when nothing was asked through Kysely.
  return { database, pool, close: () => (closed ??= pool.end()) };
}
