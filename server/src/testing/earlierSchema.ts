import type pg from 'pg';
import { migrations } from '../database/migrationFiles.js';

/** Makes a database one that has come up to, but without, a migration, and holds nothing. */
export async function migrateUpTo(pool: pg.Pool, name: string): Promise<void> {
  await pool.query('drop schema public cascade; create schema public');
  await pool.query('create table migrations (name text primary key, checksum text not null)');
  for (const { name: earlier, sql, checksum } of migrations) {
    if (earlier >= name) return;
    await pool.query(sql);
    await pool.query('insert into migrations values ($1, $2)', [earlier, checksum]);
  }
}
