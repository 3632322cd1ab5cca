import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import type { Database } from '../database/connect.js';
import type { Schema } from '../database/schema.js';

/** Stands between the service and its database: may wait, fail, or send the statement on, and do something before and after. */
export type AroundStatement = (run: () => Promise<unknown>) => Promise<unknown>;

export interface InterposedPool {
  readonly pool: pg.Pool;
  readonly database: Database;
}

/**
 * The same pool with something standing around every statement, `begin` and `commit` included.
 * @param isBroken once true, connections that come back are thrown away, as the end of a process would do: what was not
 * committed is rolled back
 */
export function interposePool(
  pool: pg.Pool,
  around: AroundStatement,
  isBroken: () => boolean,
): InterposedPool {
  const connect = async () => {
    const client = await pool.connect();
    return new Proxy(client, {
      get: (target, key) => {
        if (key === 'query') return (...statement: unknown[]) => around(() => send(target, statement));
        if (key === 'release') return () => target.release(isBroken());
        return Reflect.get(target, key, target) as unknown;
      },
    });
  };
  const query = async (...statement: unknown[]): Promise<unknown> => {
    const client = await connect();
    try {
      return await send(client, statement);
    } finally {
      client.release();
    }
  };
  const interposed = new Proxy(pool, {
    get: (target, key) =>
      key === 'connect' ? connect : key === 'query' ? query : (Reflect.get(target, key, target) as unknown),
  });
  return {
    pool: interposed,
    database: new Kysely<Schema>({ dialect: new PostgresDialect({ pool: interposed }) }),
  };
}

async function send(client: object, statement: readonly unknown[]): Promise<unknown> {
  return Reflect.apply(Reflect.get(client, 'query'), client, statement);
}
