import { Kysely, PostgresDialect, type Transaction as SchemaTransaction } from 'kysely';
import pg from 'pg';
import { BoundedClient, type BoundedConfig } from './boundedClient.js';
import { createHostChooser, type HostChooser } from './chooseHost.js';
import { beatConnections, patientConnections } from './connectionCounts.js';
import { type DatabaseTarget, readDatabaseUrl } from './hosts.js';
import type { Schema } from './schema.js';

/** Where statements are sent, each a transaction of its own unless a use case opens one. */
export type Database = Kysely<Schema>;

/**
 * A transaction that is open. The use case opens it, from a {@link Database}; what takes one of these is a part of a use case, and
 * opens none.
 */
export type Transaction = SchemaTransaction<Schema>;

export interface Connections {
  /** The typed query builder, for everything but hot paths. */
  readonly database: Database;
  /** For named statements, each planned once. */
  readonly pool: pg.Pool;
  /**
   * For what must go on whatever the requests do: lease, sweep, sealer, tombstones. One connection for each of these, so
   * that none waits for another.
   */
  readonly beats: pg.Pool;
  /** For statements that may take minutes by right. */
  readonly patient: pg.Pool;
  /** Those, and the one below the query builder: whatever is sent goes through one of them. */
  readonly pools: readonly pg.Pool[];
  /** Ends what was connected until now, each once nobody uses it: a session that began read-only stays so when its database no longer is. */
  renew(): void;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** `postgres://…`, or with a socket directory: `postgres:///name?host=/dir`. May name several hosts. */
  readonly url: string;
  /** Most connections at once for requests and work, half of them for either pool; the others come on top. */
  readonly connections?: number;
  /** Told of a connection that broke while idle; the pool replaces it. */
  readonly onIdleError?: (error: Error) => void;
  /** Milliseconds that a statement of requests and work may take; 0: any. */
  readonly answerWithin?: number;
}

/** Longest wait for a free connection, or for a new one, in milliseconds. */
const connectWithin = 5_000;
/** Longest wait for the answer to a statement, in milliseconds. Longer than any lock of ours is held. */
const usualAnswer = 10_000;
/** A beat that comes later than the next one is of no use. */
const beatAnswer = 4_000;
const patientAnswer = 120_000;

/**
 * A plan that was made while a table was nearly empty is kept until the next analyze, those of foreign keys too: a sequential
 * scan would then be walked by every statement of a burst (seen: 2 ms instead of 0.1 for an acceptance among 5 000 desktops).
 * Whatever has an index is looked up by it; what has none is read as before.
 */
const indexesFirst = '-c enable_seqscan=off -c jit=off';
/** Named statements are planned once: PostgreSQL would plan those with arrays anew each time (seen: 0.46 ms beside 0.11). */
const plannedOnce = `${indexesFirst} -c plan_cache_mode=force_generic_plan`;
/**
 * For the server's side of a connection whose other end is gone without a word: its transaction, and the locks with it, end
 * soon, and not after the two hours that are usual. Over a unix socket the TCP settings mean nothing.
 */
const endsWithItsClient = [
  'idle_in_transaction_session_timeout=15000',
  'tcp_keepalives_idle=5',
  'tcp_keepalives_interval=2',
  'tcp_keepalives_count=3',
  'tcp_user_timeout=10000',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/** Opens pools on a PostgreSQL database. Nothing is sent until the first query. */
export function connect(options: ConnectOptions): Connections {
  const half = Math.max(1, Math.floor((options.connections ?? 10) / 2));
  const where = locateDatabase(options.url);
  const renewals: (() => void)[] = [];
  let renewedAt = Number.NEGATIVE_INFINITY;
  const open = (max: number, settings: string, answerWithin: number): pg.Pool => {
    // The server gives up a little earlier, so that it does not go on with what nobody waits for.
    const limit = answerWithin === 0 ? '' : ` -c statement_timeout=${Math.round(answerWithin * 0.9)}`;
    const config: BoundedConfig & pg.PoolConfig = {
      ...where,
      max,
      Client: BoundedClient,
      answerWithin,
      connectionTimeoutMillis: Math.min(connectWithin, answerWithin || connectWithin),
      application_name: 'deskplane',
      options: `${settings} ${endsWithItsClient}${limit}`,
    };
    const pool = new pg.Pool(config);
    const idle = new Set<BoundedClient>();
    const endIdle = (): void => {
      for (const client of idle)
        if (client.openedAt < renewedAt) client.breakOff('It was opened while the database was read-only.');
    };
    // Who has just asked for a connection gets an idle one in the next tick, and has it then.
    renewals.push(() => (pool.waitingCount === 0 ? endIdle() : setImmediate(endIdle)));
    pool.on('error', options.onIdleError ?? (() => undefined));
    pool.on('release', (_error, client) => {
      if (!(client instanceof BoundedClient)) return;
      // A session that turned out to be read-only: a new one may be another, or with another host.
      if (client.isSpent || client.openedAt < renewedAt) client.end(() => undefined);
      else idle.add(client);
    });
    for (const event of ['acquire', 'remove'] as const)
      pool.on(event, (client) => {
        if (client instanceof BoundedClient) idle.delete(client);
      });
    return pool;
  };
  const answerWithin = options.answerWithin ?? usualAnswer;
  const pool = open(half, plannedOnce, answerWithin);
  const queries = open(half, indexesFirst, answerWithin);
  const beats = open(beatConnections, indexesFirst, beatAnswer);
  const patient = open(patientConnections, indexesFirst, patientAnswer);
  const pools = [pool, queries, beats, patient];
  let closed: Promise<unknown> | undefined;
  return {
    database: queryBuilder(queries),
    pool,
    beats,
    patient,
    pools,
    renew: () => {
      renewedAt = performance.now();
      for (const renewal of renewals) renewal();
    },
    // Not database.destroy(): that leaves the pool open when nothing was asked through Kysely.
    close: async () => {
      await (closed ??= Promise.all(pools.map((each) => each.end())));
    },
  };
}

/** The typed query builder over a pool. */
export function queryBuilder(pool: pg.Pool): Database {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

/** The typed query builder over one connection, whose transaction it works in. */
export function queryBuilderOn(client: pg.PoolClient): Kysely<Schema> {
  const own = { query: client.query.bind(client), release: () => undefined };
  const pool = { connect: () => Promise.resolve(own), end: () => Promise.resolve() };
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

/**
 * What a client needs to find the database: the URL, and where that leaves a choice, how to choose.
 * @throws when the URL cannot be used; settings were checked before (readConfig.ts)
 */
export function locateDatabase(url: string): {
  readonly connectionString: string;
  readonly chooser: HostChooser | undefined;
} {
  const target = readDatabaseUrl(url);
  if (typeof target === 'string') throw new Error(`The database URL ${target}.`);
  const [first] = target.hosts;
  if (first === undefined || !leavesChoice(target)) return { connectionString: url, chooser: undefined };
  return { connectionString: target.urlOf(first), chooser: createHostChooser(target) };
}

function leavesChoice({ hosts, target }: DatabaseTarget): boolean {
  return hosts.length > 1 || target !== 'any';
}
