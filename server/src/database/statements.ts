import { CompiledQuery, type Kysely } from 'kysely';
import type pg from 'pg';
import type { Schema } from './schema.js';

/** Where statements with a text of their own are sent: a pool, or whatever has a transaction open. */
export interface Statements {
  query<Row extends pg.QueryResultRow>(statement: Statement<Row>): Promise<{ readonly rows: Row[] }>;
}

interface Statement<Row> {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
  /** Never there: says of which form the rows are that it answers. */
  readonly answers?: Row;
}

/** Statements that go where the query builder's go: within a transaction they are a part of it. */
export function statementsOf(database: Kysely<Schema>): Statements {
  return {
    query: <Row extends pg.QueryResultRow>({ text, values }: Statement<Row>) =>
      database.executeQuery<Row>(CompiledQuery.raw(text, values)),
  };
}
