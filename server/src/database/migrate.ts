import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';

const directory = new URL('./migrations/', import.meta.url);
/** Any number, the same in every release: two starting replicas take turns. */
const advisoryLock = 7_314_001;

/**
 * Brings the database to this release's schema, file by file, each in its own transaction.
 * @returns the names of the migrations that were applied now
 * @throws when the database was migrated by a newer release
 */
export async function migrate(pool: pg.Pool): Promise<string[]> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLock]);
    await client.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string }>('select name from migrations');
    const applied = new Set(rows.map((row) => row.name));
    const foreign = [...applied].filter((name) => !files.includes(name));
    if (foreign.length > 0) {
      throw new Error(
        `The database was made by a newer release of Deskplane (it has ${foreign.join(', ')}).`,
      );
    }
    const missing = files.filter((name) => !applied.has(name));
    for (const name of missing) await applyMigration(client, name);
    return missing;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [advisoryLock]).catch(() => undefined);
    client.release();
  }
}

async function applyMigration(client: pg.PoolClient, name: string): Promise<void> {
  const sql = await readFile(new URL(name, directory), 'utf8');
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
