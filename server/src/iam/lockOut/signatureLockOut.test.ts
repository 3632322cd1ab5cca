import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Ambient, realAmbient } from '../../ambient.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { createSignatureLockOut } from './signatureLockOut.js';

const minute = 60_000;

describe('the lock-out of access keys', () => {
  let store: TestDatabase;
  let now = Date.now();
  let clock = 0;
  const ambient: Ambient = { ...realAmbient, serviceNow: () => new Date(now) };
  before(async () => {
    store = await createTestDatabase();
  });
  after(() => store.drop());

  /** One replica of the service. */
  const replica = () => createSignatureLockOut({ pool: store.pool, ambient }, () => clock);
  const count = async () => (await store.pool.query('select from signature_failures')).rowCount;
  async function fail(times: number, lockOut: ReturnType<typeof replica>, key: string, source = 'here') {
    for (let time = 0; time < times; time += 1) await lockOut.failed(key, source);
  }

  it('locks after more than five failures in a row, for five minutes, there and on every replica', async () => {
    const [one, other] = [replica(), replica()];
    assert.equal(await other.isLocked('A', 'here'), false);
    await fail(5, one, 'A');
    assert.equal(await one.isLocked('A', 'here'), false);
    await fail(1, one, 'A');
    assert.equal(await one.isLocked('A', 'here'), true);
    clock += 1_001;
    assert.equal(await other.isLocked('A', 'here'), true);
    now += 5 * minute - 1;
    assert.equal(await one.isLocked('A', 'here'), true);
    now += 1;
    assert.equal(await one.isLocked('A', 'here'), false);
    await fail(5, one, 'A');
    assert.equal(await one.isLocked('A', 'here'), false, 'counting begins anew');
  });

  it('locks nobody else’s key, and not the same key from elsewhere', async () => {
    const one = replica();
    await fail(6, one, 'B');
    assert.equal(await one.isLocked('B', 'here'), true);
    assert.equal(await one.isLocked('B', 'there'), false);
    assert.equal(await one.isLocked('C', 'here'), false);
  });

  it('starts anew after a success, which writes only when there were failures', async () => {
    const one = replica();
    await fail(5, one, 'D');
    const earlier = await count();
    await one.succeeded('E', 'here');
    assert.equal(await count(), earlier);
    await one.succeeded('D', 'here');
    assert.equal(await count(), (earlier ?? 0) - 1);
    await fail(5, one, 'D');
    assert.equal(await one.isLocked('D', 'here'), false);
  });

  it('counts no failure of a quarter of an hour ago, and forgets it', async () => {
    const one = replica();
    await fail(5, one, 'F');
    now += 15 * minute + 1;
    await fail(5, one, 'F');
    assert.equal(await one.isLocked('F', 'here'), false);
    now += 15 * minute + 1;
    await fail(1, one, 'G');
    assert.equal(await count(), 1);
  });

  it('keeps what it learnt while it was reading', async () => {
    const one = replica();
    clock += 1_001;
    const reading = one.isLocked('H', 'here');
    await fail(6, one, 'H');
    await reading;
    assert.equal(await one.isLocked('H', 'here'), true);
  });

  it('counts failures that come at once one by one', async () => {
    const one = replica();
    await Promise.all(Array.from({ length: 6 }, () => one.failed('I', 'here')));
    clock += 1_001;
    assert.equal(await one.isLocked('I', 'here'), true);
  });
});
