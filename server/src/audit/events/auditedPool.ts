import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import type { Ambient } from '../../ambient.js';
import { currentAuditEvent, type OpenAuditEvent } from '../../auditEvents/openAuditEvent.js';
import type { Database } from '../../database/connect.js';
import type { Schema } from '../../database/schema.js';
import { writeAuditEvent } from './writeAuditEvent.js';

export interface AuditedConnections {
  readonly database: Database;
  readonly pool: pg.Pool;
}

/**
 * The same connections, for requests: the first transaction of a request that changes anything carries the request's audit event,
 * written right before its commit, so that there is no effect without an audit event and no audit event without its effect. A changing
 * statement outside of a transaction gets one. Whatever has no request, or one that changes nothing, passes as it is.
 * @param pools the pool of named statements and, if it is another one, the pool below the query builder
 */
export function auditEventConnections(
  { pool, pools }: { readonly pool: pg.Pool; readonly pools?: readonly pg.Pool[] },
  ambient: Ambient,
): AuditedConnections {
  const audited = auditEventPool(pool, ambient);
  const below = pools?.find((other) => other !== pool);
  const queries = below === undefined ? audited : auditEventPool(below, ambient);
  return {
    pool: audited,
    database: new Kysely<Schema>({ dialect: new PostgresDialect({ pool: queries }) }),
  };
}

function auditEventPool(pool: pg.Pool, ambient: Ambient): pg.Pool {
  const clients = new WeakMap<pg.PoolClient, pg.PoolClient>();
  const connect = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect();
    const known = clients.get(client);
    if (known !== undefined) return known;
    const audited = auditEventClient(client, ambient);
    clients.set(client, audited);
    return audited;
  };
  const query = async (statement: Statement, values?: unknown[]): Promise<pg.QueryResult> => {
    const carries = currentAuditEvent()?.isOpen() === true && changesSomething(statement);
    if (!carries) return pool.query(toConfig(statement, values));
    const client = await connect();
    try {
      return await client.query(toConfig(statement, values));
    } finally {
      client.release();
    }
  };
  return overlay(pool, { connect, query });
}

function auditEventClient(client: pg.PoolClient, ambient: Ambient): pg.PoolClient {
  let inTransaction = false;
  const commit = async (auditEvent: OpenAuditEvent | undefined): Promise<pg.QueryResult> => {
    if (auditEvent?.claim() !== true) return client.query('commit');
    let written = false;
    try {
      written = await writeAuditEvent(client, ambient, auditEvent.facts(), 'effect');
      return await client.query('commit');
    } catch (error) {
      written = false;
      throw error;
    } finally {
      auditEvent.settle(written);
    }
  };
  const query = async (statement: Statement, values?: unknown[]): Promise<pg.QueryResult> => {
    const verb = verbOf(statement);
    const auditEvent = currentAuditEvent();
    if (verb === 'begin' || verb === 'start') inTransaction = true;
    else if (verb === 'rollback' && !/\bto\b/i.test(textOf(statement))) {
      inTransaction = false;
      auditEvent?.unmake();
    } else if (verb === 'commit') {
      inTransaction = false;
      return commit(auditEvent);
    } else if (!inTransaction && auditEvent?.isOpen() === true && changesSomething(statement)) {
      await client.query('begin');
      try {
        const result = await client.query(toConfig(statement, values));
        await commit(auditEvent);
        return result;
      } catch (error) {
        auditEvent.unmake();
        await client.query('rollback');
        throw error;
      }
    }
    return client.query(toConfig(statement, values));
  };
  return overlay(client, { query });
}

type Statement = string | pg.QueryConfig;

const textOf = (statement: Statement): string => (typeof statement === 'string' ? statement : statement.text);

const verbOf = (statement: Statement): string =>
  /^\s*([a-z]+)/i.exec(textOf(statement))?.[1]?.toLowerCase() ?? '';

/** Whether it may: a `with` may hide a change, and asking the transaction costs little. */
const changesSomething = (statement: Statement): boolean =>
  ['insert', 'update', 'delete', 'merge', 'with'].includes(verbOf(statement));

function toConfig(statement: Statement, values: unknown[] | undefined): pg.QueryConfig {
  return typeof statement === 'string' ? { text: statement, ...(values && { values }) } : statement;
}

/** The object with some of its methods taken over. */
function overlay<Target extends object>(target: Target, own: Readonly<Record<string, unknown>>): Target {
  return new Proxy(target, {
    get: (_, name) => {
      if (typeof name === 'string' && Object.hasOwn(own, name)) return own[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
