import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { realAmbient } from '../ambient.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { waitUntil } from '../testing/waitUntil.js';
import { holdWorkerLease } from './lease.js';

const logger = pino({ level: 'silent' });

describe('a worker lease', { concurrency: true }, () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase();
  });
  after(() => test.drop());

  const aliveIds = async (): Promise<string[]> =>
    (await test.pool.query<{ id: string }>('select id from workers where lease_until > now()')).rows.map(
      (row) => row.id,
    );

  it('stands from the first moment until it is given back', async () => {
    const lease = await holdWorkerLease(test.pool, realAmbient, logger);
    assert.ok((await aliveIds()).includes(lease.current()));
    await lease.end();
    assert.ok(!(await aliveIds()).includes(lease.current()));
  });

  it('is renewed before it runs out', async () => {
    const lease = await holdWorkerLease(test.pool, realAmbient, logger);
    const until = async (): Promise<number> => {
      const { rows } = await test.pool.query<{ lease_until: Date }>(
        'select lease_until from workers where id = $1',
        [lease.current()],
      );
      return rows[0]?.lease_until.getTime() ?? 0;
    };
    const first = await until();
    await waitUntil(async () => (await until()) > first, 'a beat');
    await lease.end();
  });

  it('whose claims are in doubt is given up for another one at once; one that is given up already is nothing new', async () => {
    const lease = await holdWorkerLease(test.pool, realAmbient, logger);
    const first = lease.current();
    lease.doubt(first);
    await waitUntil(() => lease.current() !== first, 'a new id');
    const second = lease.current();
    const alive = await aliveIds();
    assert.ok(alive.includes(second) && !alive.includes(first));
    lease.doubt(first);
    const until = async (): Promise<unknown> =>
      (await test.pool.query('select lease_until from workers where id = $1', [second])).rows[0];
    const known = JSON.stringify(await until());
    await waitUntil(async () => JSON.stringify(await until()) !== known, 'a beat');
    assert.equal(lease.current(), second);
    await lease.end();
  });

  it('that was lost is never taken up again: the worker goes on under another id', async () => {
    const lease = await holdWorkerLease(test.pool, realAmbient, logger);
    const lost = lease.current();
    await test.pool.query('delete from workers where id = $1', [lost]);
    await waitUntil(() => lease.current() !== lost, 'a new id');
    const alive = await aliveIds();
    assert.ok(alive.includes(lease.current()));
    assert.ok(!alive.includes(lost));
    await lease.end();
  });
});
