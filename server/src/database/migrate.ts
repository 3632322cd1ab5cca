import type pg from 'pg';
import { advisoryLocks } from './advisoryLocks.js';
import { pendingMigrations, readAppliedMigrations } from './appliedMigrations.js';
import type { Migration } from './migrationFiles.js';

/**
 * Brings the database to this release's schema, file by file, each in its own transaction. Two starting replicas take turns.
 * @param pool whose connections wait as long as it takes: a migration, or another replica that is at it, may need minutes
 * @returns the names of the migrations that were applied now
 * @throws {StartError} before anything is changed, when the database is of an earlier state or a later release, or a migration
 * was edited after it ran on it
 */
export async function migrate(pool: pg.Pool): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLocks.migration]);
    const applied = await readAppliedMigrations(client);
    if (applied === undefined) {
      await client.query(
        `create table migrations (
           name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
      );
    }
    const pending = pendingMigrations(applied ?? []);
    for (const migration of pending) await applyMigration(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [advisoryLocks.migration]).catch(() => undefined);
    client.release();
  }
}

async function applyMigration(client: pg.PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${name} failed.`, { cause: error });
  }
}
