import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hashLeaf } from '@deskplane/verify/merkle.js';
import { migrate } from '../../database/migrate.js';
import { migrations } from '../../database/migrationFiles.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';

const desktops = ['d0000000-0000-4000-8000-000000000001', 'd0000000-0000-4000-8000-000000000002'];
const traces = {
  one: 'e0000000-0000-4000-8000-000000000001',
  many: 'e0000000-0000-4000-8000-000000000002',
};

/** What an event said before anything but its resource was looked up. */
const said = (id: string, resource: string | null, all: readonly string[]) =>
  Buffer.from(
    JSON.stringify({
      trace: {
        trace_id: id,
        trace_name: 'createDesktops',
        trace_rating: 'normal',
        service_type: 'WORKSPACE',
        code: '200',
        request_id: id,
        record_time: '2026-11-29T06:00:00.000Z',
        resource_id: resource,
        resource_ids: all,
        user: { id: 'u', domain: { id: 'a' } },
      },
    }),
  );

describe('events that were recorded before they were found by each thing that they name', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
    const { pool } = database;
    await pool.query('drop schema public cascade; create schema public');
    await pool.query(
      'create table migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
    const earlier = migrations.filter(({ name }) => name < '0017');
    for (const { sql, name, checksum } of earlier) {
      await pool.query(sql);
      await pool.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksum]);
    }
    const [first = ''] = desktops;
    for (const payload of [said(traces.one, first, [first]), said(traces.many, null, desktops)])
      await pool.query(`insert into log_entries (leaf_hash, kind, payload) values ($1, 'trace', $2)`, [
        hashLeaf(payload),
        payload,
      ]);
    await migrate(pool);
  });
  after(() => database?.drop());

  it('are found by each of them from then on', async () => {
    const { rows } = await database.pool.query<{ id: string; also: string[] | null }>(
      'select trace_id as id, resource_ids as also from audit_events order by trace_id',
    );
    assert.deepEqual(rows, [
      { id: traces.one, also: null },
      { id: traces.many, also: desktops },
    ]);
  });
});
