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

  it('A1: a query that was asked for just before is not broken off with the sessions of before', async () => {
    const connections = connect({ url: test.url, connections: 4 });
    try {
      await connections.pool.query('select 1');
      const asked = connections.pool.query<{ two: number }>('select 2 as two');
      connections.renew();
      assert.deepEqual((await asked).rows, [{ two: 2 }]);
      const others = await Promise.all([1, 2].map(() => connections.pool.query('select 1')));
      assert.deepEqual(
        others.map(({ rowCount }) => rowCount),
        [1, 1],
      );
    } finally {
      await connections.close();
    }
  });
});
