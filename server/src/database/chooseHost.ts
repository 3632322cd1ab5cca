import pg from 'pg';
import { describeDatabaseFailure } from './databaseTrouble.js';
import { type DatabaseHost, type DatabaseTarget, nameHost, type SessionTarget } from './hosts.js';

/** Finds out which of several hosts to connect to, again and again, as libpq does at each connect. */
export interface HostChooser {
  readonly target: SessionTarget;
  /**
   * The first host that answers and is what is asked for; the one in use comes first.
   * @throws when none is: with each host and why
   */
  choose(): Promise<DatabaseHost>;
  /** The choice turned out to be wrong. */
  forget(): void;
}

/** Longest wait for one host, in milliseconds: two that are away without a word leave time for a third. */
const maxLook = 2_000;
/** How long a choice holds without another look, in milliseconds: many connections are made at once. */
const holdsFor = 1_000;

/** None of the hosts can be used. */
export class NoFittingHost extends Error {
  override readonly name = 'NoFittingHost';
  readonly code = 'ECONNREFUSED';
}

export function createHostChooser(database: DatabaseTarget): HostChooser {
  let chosen: DatabaseHost | undefined;
  let chosenAt = Number.NEGATIVE_INFINITY;
  let choosing: Promise<DatabaseHost> | undefined;

  const look = async (): Promise<DatabaseHost> => {
    const before = chosen;
    const inOrder = [
      ...(before === undefined ? [] : [before]),
      ...database.hosts.filter((host) => host !== before),
    ];
    const problems: string[] = [];
    for (const host of inOrder) {
      const problem = await lookAt(database, host);
      if (problem === undefined) {
        chosen = host;
        chosenAt = performance.now();
        return host;
      }
      problems.push(`${nameHost(host)}: ${problem}`);
    }
    chosen = undefined;
    throw new NoFittingHost(`No host of DATABASE_URL can be used (${problems.join('; ')}).`);
  };

  return {
    target: database.target,
    choose: async () => {
      if (chosen !== undefined && performance.now() - chosenAt < holdsFor) return chosen;
      choosing ??= look().finally(() => {
        choosing = undefined;
      });
      return choosing;
    },
    forget: () => {
      chosen = undefined;
    },
  };
}

/** Whether the server behind a connection is what is asked for (PostgreSQL documentation, target_session_attrs). */
export async function isFitting(client: pg.Client, target: SessionTarget): Promise<boolean> {
  if (target === 'any') return true;
  const { rows } = await client.query<{ standby: boolean; read_only: string }>(
    `select pg_is_in_recovery() as standby, current_setting('transaction_read_only') as read_only`,
  );
  const [row] = rows;
  return row !== undefined && (target === 'primary' ? !row.standby : row.read_only === 'off');
}

/** @returns why it cannot be used; undefined: it can */
async function lookAt(database: DatabaseTarget, host: DatabaseHost): Promise<string | undefined> {
  const client = new pg.Client({
    connectionString: database.urlOf(host),
    connectionTimeoutMillis: maxLook,
    query_timeout: maxLook,
    application_name: 'deskplane',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    if (await isFitting(client, database.target)) return undefined;
    return database.target === 'primary' ? 'it is a standby' : 'it is read-only';
  } catch (error) {
    return describeDatabaseFailure(error);
  } finally {
    // Nobody waits for its farewell: a host that is away does not say any.
    client.end().catch(() => undefined);
  }
}
