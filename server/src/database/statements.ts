import { CompiledQuery, type Kysely } from 'kysely';
import type pg from 'pg';
import type { Schema } from './schema.js';

/** Where statements with a text of their own are sent: a pool, or whatever has a transaction open. */
export interface Statements {
  query<Row extends pg.QueryResultRow>(statement: Statement): Promise<{ readonly rows: Row[] }>;
}

interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** Statements that go where the query builder's go: within a transaction they are a part of it. */
export function statementsOf(database: Kysely<Schema>): Statements {
  return {
    query: <Row extends pg.QueryResultRow>({ text, values }: Statement) => {
      return database.executeQuery<Row>(CompiledQuery.raw(text, values) as CompiledQuery<Row>);
    },
  };
}
