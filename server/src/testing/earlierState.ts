import type { TestDatabase } from './testDatabase.js';

/** The migrations of before 0.1.0, which had no checksums. */
export const earlierMigrations = [
  '0001_first.sql',
  '0002_deletion_core.sql',
  '0003_log.sql',
  '0004_watch.sql',
  '0005_leaks.sql',
  '0006_tombstones.sql',
  '0007_deletion_speed.sql',
  '0008_erasure.sql',
  '0009_identities.sql',
  '0010_credentials.sql',
  '0011_policies.sql',
  '0012_decisions.sql',
  '0013_traces.sql',
  '0014_acceptance_speed.sql',
  '0015_mail_ends.sql',
  '0016_retention.sql',
  '0017_project_parents.sql',
  '0018_proof.sql',
];

/** Makes of a database what a state of before 0.1.0 would have left: its record of migrations, and one of its tables. */
export async function makeEarlierState({ pool }: TestDatabase): Promise<void> {
  await pool.query('drop schema public cascade; create schema public');
  await pool.query(
    'create table migrations (name text primary key, applied_at timestamptz not null default now())',
  );
  await pool.query('insert into migrations (name) select unnest($1::text[])', [earlierMigrations]);
  await pool.query('create table domains (id text primary key, name text not null unique)');
}
