import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import { advisoryLocks } from './advisoryLocks.js';

/**
 * Name and text of each migration, in order. Read when the module is loaded: after that the service gives up the right
 * to read its own code.
 */
const migrations = await readMigrations(new URL('./migrations/', import.meta.url));
/** Any number, the same in every release: two starting replicas take turns. */

/**
 * Brings the database to this release's schema, file by file, each in its own transaction.
 * @param pool whose connections wait as long as it takes: a migration, or another replica that is at it, may need minutes
 * @returns the names of the migrations that were applied now
 * @throws when the database was migrated by a newer release
 */
export async function migrate(pool: pg.Pool): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLocks.migration]);
    await client.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string }>('select name from migrations');
    const applied = new Set(rows.map((row) => row.name));
    const foreign = [...applied].filter((name) => !migrations.has(name));
    if (foreign.length > 0) {
      throw new Error(
        `The database was made by a newer release of Deskplane (it has ${foreign.join(', ')}).`,
      );
    }
    const missing = [...migrations].filter(([name]) => !applied.has(name));
    for (const [name, sql] of missing) await applyMigration(client, name, sql);
    return missing.map(([name]) => name);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [advisoryLocks.migration]).catch(() => undefined);
    client.release();
  }
}

async function readMigrations(directory: URL): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, directory), 'utf8')));
  return new Map(names.map((name, index) => [name, texts[index] ?? '']));
}

async function applyMigration(client: pg.PoolClient, name: string, sql: string): Promise<void> {
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into migrations (name) values ($1)', [name]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${name} failed.`, { cause: error });
  }
}
