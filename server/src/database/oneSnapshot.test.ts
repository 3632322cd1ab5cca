import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { waitUntil } from '../testing/waitUntil.js';
import type { Database } from './connect.js';
import { inOneSnapshot, inOneSnapshotOf } from './oneSnapshot.js';

describe('what is read in one snapshot', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase();
    await test.pool.query('create table pages (id int)');
  });
  after(() => test.drop());

  const count = async (database: Database): Promise<number | undefined> => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from pages`.execute(database);
    return rows[0]?.count;
  };

  it('is of one moment: the total of a list agrees with its page, whatever is written between the two', async () => {
    const [first, second] = await inOneSnapshot(test.database, async (snapshot) => {
      const sooner = await count(snapshot);
      await test.pool.query('insert into pages values (1)');
      return [sooner, await count(snapshot)];
    });
    assert.deepEqual([first, second, await count(test.database)], [0, 0, 1]);
  });

  it('is only read', async () => {
    const writing = inOneSnapshot(test.database, (snapshot) =>
      sql`insert into pages values (2)`.execute(snapshot),
    );
    await assert.rejects(writing, /read-only transaction/);
    assert.equal(await count(test.database), 1);
  });

  it('is so for named statements, too, and a failure leaves no transaction open in the pool', async () => {
    const earlier = await test.pool.query<{ count: number }>('select count(*)::int as count from pages');
    const page = { name: 'count pages', text: 'select count(*)::int as count from pages' };
    const [sooner, later] = await inOneSnapshotOf(test.pool, async (client) => {
      const seen = await client.query(page);
      await test.pool.query('insert into pages values (3)');
      return [seen.rows, (await client.query(page)).rows];
    });
    assert.deepEqual([sooner, later], [earlier.rows, earlier.rows]);
    const broken = inOneSnapshotOf(test.pool, (client) => client.query('select nothing'));
    await assert.rejects(broken, /"nothing" does not exist/);
    const open = `select state from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`;
    // PostgreSQL learns a moment later that the connection of a failure has ended.
    await waitUntil(async () => (await test.pool.query(open)).rowCount === 0, 'no transaction is left open');
  });
});
