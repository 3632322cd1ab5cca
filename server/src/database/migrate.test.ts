import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeEarlierState } from '../testing/earlierState.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { advisoryLocks } from './advisoryLocks.js';
import type { AppliedMigration } from './appliedMigrations.js';
import { migrate } from './migrate.js';
import { migrations } from './migrationFiles.js';
import type { Schema } from './schema.js';

describe('migrations', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.drop());

  const empty = () => database.pool.query('drop schema public cascade; create schema public');
  const tablesOf = async (): Promise<string[]> => {
    const { rows } = await database.pool.query<{ name: string }>(
      'select tablename as name from pg_tables where schemaname = current_schema() order by 1',
    );
    return rows.map(({ name }) => name);
  };
  const recorded = async () => {
    const { rows } = await database.pool.query<AppliedMigration>(
      'select name, checksum from migrations order by name',
    );
    return rows;
  };

  it('make an empty database once, and are recorded with their checksums', async () => {
    await empty();
    assert.deepEqual(
      await migrate(database.pool),
      migrations.map(({ name }) => name),
    );
    assert.deepEqual(await migrate(database.pool), []);
    assert.deepEqual(
      await recorded(),
      migrations.map(({ name, checksum }) => ({ name, checksum })),
    );
  });

  it('run once where two replicas start at the same moment', async () => {
    await empty();
    const [one, other] = await Promise.all([migrate(database.pool), migrate(database.pool)]);
    assert.deepEqual(
      [...one, ...other],
      migrations.map(({ name }) => name),
    );
  });

  it('make the tables that the code knows, and no others', async () => {
    assert.deepEqual(await tablesOf(), Object.keys(tables).sort());
  });

  it('have the number of the lock that compact_deletions takes in common with the code', async () => {
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      await client.query(`select compact_deletions('{}', interval '30 days')`);
      const { rows } = await client.query<{ number: number }>(
        `select objid::integer as number from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()`,
      );
      assert.deepEqual(rows, [{ number: advisoryLocks.compaction }]);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('are refused by name when one was edited after it ran', async () => {
    const name = '0003_desktops_and_items.sql';
    const kept = await recorded();
    await database.pool.query(`update migrations set checksum = repeat('0', 64) where name = $1`, [name]);
    const refusal = {
      name: 'StartError',
      message: /Migration 0003_desktops_and_items\.sql was changed after/,
    };
    await assert.rejects(migrate(database.pool), refusal);
    const own = kept.find((migration) => migration.name === name);
    await database.pool.query('update migrations set checksum = $2 where name = $1', [name, own?.checksum]);
    assert.deepEqual(await migrate(database.pool), []);
  });

  it('are refused by name when the database is of a later release', async () => {
    await database.pool.query(`insert into migrations values ('9000_later.sql', repeat('0', 64))`);
    const refusal = {
      name: 'StartError',
      message: /later release.*does not know its migration 9000_later\.sql/,
    };
    await assert.rejects(migrate(database.pool), refusal);
    await database.pool.query(`delete from migrations where name = '9000_later.sql'`);
  });

  it('leave a database of an earlier state as it is, and say what to do', async () => {
    await makeEarlierState(database);
    await assert.rejects(migrate(database.pool), {
      name: 'StartError',
      message:
        /before 0\.1\.0, which was never released \(its last migration is 0018_proof\.sql\).*DESKPLANE_DATA_DIR.*DATABASE_URL.*To read this database or backups of that state.*Nothing was changed/,
    });
    assert.deepEqual(await tablesOf(), ['domains', 'migrations']);
  });

  it('leave a database of another program as it is', async () => {
    await empty();
    await database.pool.query('create table migrations (id serial, migration text)');
    await assert.rejects(migrate(database.pool), {
      name: 'StartError',
      message: /belongs to another program/,
    });
    assert.deepEqual(await tablesOf(), ['migrations']);
  });
});

/** Every table of the types but the views; the compiler sees to it that none is missing. */
const tables: Readonly<Record<Exclude<keyof Schema, 'desktop_access' | 'deletions'>, true>> = {
  access_keys: true,
  audit_event_values: true,
  audit_events: true,
  audit_index: true,
  browser_sessions: true,
  authorization_message_keys: true,
  closed_workspaces: true,
  compacted_totals: true,
  data_keys: true,
  deletion_progress: true,
  desktop_name_numbers: true,
  desktop_name_policies: true,
  deletion_users: true,
  deletion_ends: true,
  deletion_orders: true,
  desk_invitations: true,
  otp_devices: true,
  second_factor_groups: true,
  second_factor_users: true,
  desk_sessions: true,
  desktop_assignments: true,
  desktop_detachments: true,
  desktop_group_assignments: true,
  desktop_group_detachments: true,
  desktop_tags: true,
  desktop_users: true,
  desktops: true,
  domains: true,
  enterprise_projects: true,
  export_task_users: true,
  export_tasks: true,
  iam_grants: true,
  iam_group_members: true,
  iam_groups: true,
  iam_policies: true,
  iam_policy_versions: true,
  iam_users: true,
  items: true,
  jobs: true,
  log_checkpoints: true,
  log_entries: true,
  log_heads: true,
  log_identity: true,
  log_tiles: true,
  login_failures: true,
  mails: true,
  migrations: true,
  network_changes: true,
  notifications: true,
  orphan_reclaims: true,
  orphan_scans: true,
  past_items: true,
  port_rules: true,
  personal_data: true,
  project_quotas: true,
  projects: true,
  security_group_rules: true,
  retirements: true,
  scheduled_task_desktops: true,
  scheduled_task_records: true,
  scheduled_task_results: true,
  scheduled_tasks: true,
  screen_connections: true,
  screen_hosts: true,
  screen_tickets: true,
  security_groups: true,
  service_clock_moves: true,
  signature_failures: true,
  signing_keys: true,
  snapshots: true,
  simulated_erasures: true,
  simulated_items: true,
  sub_jobs: true,
  subnets: true,
  temporary_keys: true,
  tokens: true,
  tombstones: true,
  vpcs: true,
  workers: true,
  user_group_members: true,
  user_groups: true,
  workspaces: true,
};
