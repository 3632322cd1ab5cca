import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import type pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { waitUntil } from '../testing/waitUntil.js';
import { connect } from './connect.js';
import { createWriteProbe } from './writeProbe.js';

describe('a pool of connections', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase();
  });
  after(() => test.drop());

  it('outlives the loss of a connection in the middle of a transaction, whose next statement tells of it', async () => {
    const broken = test.database.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
      await test.pool.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
      await sql`select 1`.execute(transaction);
    });
    await assert.rejects(broken);
    const { rows } = await test.pool.query<{ one: number }>('select 1 as one');
    assert.deepEqual(rows, [{ one: 1 }]);
  });

  it('A1: once its database can be written again, no session of before is used that could not', async () => {
    const name = new URL(test.url).pathname.slice(1);
    const write = (pool: pg.Pool): Promise<unknown> =>
      pool.query('update workers set lease_until = lease_until');
    await test.pool.query(`alter database ${name} set default_transaction_read_only = on`);
    const connections = connect({ url: test.url, connections: 4 });
    try {
      const probe = createWriteProbe(connections, randomUUID);
      const taken = await Promise.all(
        connections.pools.map(async (pool) => ({ busy: await pool.connect(), idle: await pool.connect() })),
      );
      for (const { idle } of taken) idle.release();
      assert.equal(await probe(), 'the database is read-only');
      await test.pool.query(`alter database ${name} reset default_transaction_read_only`);
      await waitUntil(async () => (await probe()) === undefined, 'to be written again');
      for (const { busy } of taken) busy.release();
      await Promise.all(connections.pools.flatMap((pool) => [write(pool), write(pool)]));
    } finally {
      await connections.close();
    }
  });
});
