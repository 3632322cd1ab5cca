import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import { interposePool } from './interposePool.js';

/** What an operation under test works with: a connection of its own, on which every statement waits for leave. */
export interface Session {
  readonly pool: pg.Pool;
  readonly database: Database;
}

/** Where a session stands once it goes no further by itself. */
export type Standing =
  /** At the door of its next statement. */
  | 'asks'
  /** In a statement that waits for a lock of the other session. */
  | 'waits'
  | 'ended';

/** A session together with the reins on it. */
export interface DrivenSession extends Session {
  readonly pid: number;
  /** Statements that it was given leave for since it began. */
  readonly steps: number;
  /** Whether the last statement ended a transaction, and with it let go of its locks. */
  readonly letGo: boolean;
  /** Begins an operation; nothing of it is sent before leave is given. */
  begin(run: (session: Session) => Promise<unknown>): Promise<PromiseSettledResult<unknown>>;
  /** Gives leave for the statement at the door. */
  grant(): void;
  /** Waits until it asks or has ended, or until it is seen waiting for the other. */
  settle(isWaiting: () => Promise<boolean>): Promise<Standing>;
  close(): Promise<void>;
}

/** Neither locks nor reads anything, so that it takes no step. */
const beginsTransaction = /^\s*(begin|start transaction)/i;
const endsTransaction = /^\s*(commit|rollback)/i;

/** How long a statement may take before somebody looks whether it waits for a lock, in milliseconds. */
const untilLooked = 3;

export async function openSession(url: string): Promise<DrivenSession> {
  const pool = new pg.Pool({ connectionString: url, max: 1, application_name: 'interleaved' });
  // A pool has ended before its connections have: the end of the database may still reach one, which nobody else hears of.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const pid = rows[0]?.pid;
  if (pid === undefined) throw new Error('a backend without a process');
  let steps = 0;
  let ended = true;
  let letGo = false;
  let isNothing = false;
  let door: (() => void) | undefined;
  let notice = (): void => undefined;
  const asking = interposePool(
    pool,
    async (run) => {
      if (isNothing) return run();
      await new Promise<void>((resolve) => {
        door = resolve;
        notice();
      });
      steps += 1;
      return run();
    },
    () => false,
  );
  const stepwise = splitLoneStatements(asking.pool, async (text, run) => {
    isNothing = beginsTransaction.test(text);
    try {
      return await run();
    } finally {
      letGo = endsTransaction.test(text);
    }
  });
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: stepwise }) });
  const standing = (): Standing | undefined => (ended ? 'ended' : door !== undefined ? 'asks' : undefined);
  return {
    pool: stepwise,
    database,
    pid,
    get steps() {
      return steps;
    },
    get letGo() {
      return letGo;
    },
    begin: async (run) => {
      steps = 0;
      ended = false;
      const [result] = await Promise.allSettled([run({ pool: stepwise, database })]);
      ended = true;
      notice();
      return result;
    },
    grant: () => {
      const open = door;
      door = undefined;
      open?.();
    },
    settle: async (isWaiting) => {
      for (;;) {
        const moved = new Promise<void>((resolve) => {
          notice = resolve;
        });
        let timer: NodeJS.Timeout | undefined;
        const soon = new Promise<void>((resolve) => {
          timer = setTimeout(resolve, untilLooked);
        });
        if (standing() === undefined) await Promise.race([moved, soon]);
        clearTimeout(timer);
        const now = standing() ?? ((await isWaiting()) ? (standing() ?? 'waits') : undefined);
        if (now !== undefined) return now;
      }
    },
    close: () => pool.end(),
  };
}

/**
 * Sends a statement that stands alone as a transaction of three: what it did is then one moment, that it counts another,
 * as it is for everybody else in a database. Plain reads are left as they are: their end changes nothing.
 * @param around stands around each statement, with its text
 */
function splitLoneStatements(
  pool: pg.Pool,
  around: (text: string, run: () => Promise<unknown>) => Promise<unknown>,
): pg.Pool {
  const connect = async () => {
    const client = await pool.connect();
    let inTransaction = false;
    const send = (statement: readonly unknown[]): Promise<unknown> =>
      around(textOf(statement[0]), () => Reflect.apply(Reflect.get(client, 'query'), client, statement));
    const query = async (...statement: unknown[]): Promise<unknown> => {
      const text = textOf(statement[0]);
      if (beginsTransaction.test(text)) inTransaction = true;
      if (endsTransaction.test(text)) inTransaction = false;
      if (inTransaction || endsTransaction.test(text) || /^\s*select/i.test(text)) return send(statement);
      await send(['begin']);
      try {
        const result = await send(statement);
        await send(['commit']);
        return result;
      } catch (error) {
        await send(['rollback']);
        throw error;
      }
    };
    return new Proxy(client, {
      get: (target, key) => (key === 'query' ? query : (Reflect.get(target, key, target) as unknown)),
    });
  };
  const query = async (...statement: unknown[]): Promise<unknown> => {
    const client = await connect();
    try {
      return await Reflect.apply(Reflect.get(client, 'query'), client, statement);
    } finally {
      client.release();
    }
  };
  return new Proxy(pool, {
    get: (target, key) =>
      key === 'connect' ? connect : key === 'query' ? query : (Reflect.get(target, key, target) as unknown),
  });
}

function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement;
  if (typeof statement === 'object' && statement !== null && 'text' in statement)
    return String(statement.text);
  throw new Error('a statement without a text');
}
