import { sql } from 'kysely';
import type { Database } from '../database/connect.js';

export interface DatabaseFacts {
  /** Of PostgreSQL, `18.1`. */
  readonly version: string;
  /** The newest migration that ran. */
  readonly schema: string;
  readonly bytes: number;
}

/** The database as it is now. */
export async function describeDatabase(database: Database): Promise<DatabaseFacts> {
  const { rows } = await sql<DatabaseFacts>`
    select split_part(current_setting('server_version'), ' ', 1) as version,
      (select max(name) from migrations) as schema,
      pg_database_size(current_database())::float8 as bytes`.execute(database);
  const [facts] = rows;
  if (facts === undefined) throw new Error('The database says nothing of itself.');
  return facts;
}
