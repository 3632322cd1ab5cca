import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { startWire, type Wire } from '../testing/wire.js';
import { type Connections, connect } from './connect.js';
import { databaseTrouble, describeDatabaseFailure } from './databaseTrouble.js';

/** The error that something fails with. */
async function errorOf(work: Promise<unknown>): Promise<unknown> {
  const failed = await work.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  assert.ok(failed !== undefined, 'it did not fail');
  return failed.error;
}

describe('trouble of the database, as its driver tells of it', () => {
  let store: TestDatabase;
  let wire: Wire;
  before(async () => {
    store = await createTestDatabase();
    wire = await startWire(store.url);
  });
  after(async () => {
    await wire.close();
    await store.drop();
  });

  const open = (url: string, answerWithin: number): Connections =>
    connect({ url, connections: 2, answerWithin });
  async function assertTrouble(work: Promise<unknown>, words: RegExp): Promise<void> {
    const error = await errorOf(work);
    assert.match(databaseTrouble(error)?.en ?? `none: ${String(error)}`, words);
  }

  it('is a server that is not there, a session that was ended, and a pool that was closed', async () => {
    const nowhere = open('postgres://nobody@127.0.0.1:1/x', 1_000);
    await assertTrouble(nowhere.pool.query('select'), /cannot be reached/);
    await nowhere.close();
    await assertTrouble(nowhere.pool.query('select'), /cannot be reached/);
    const socket = open('postgres:///x?host=/nowhere&user=nobody', 1_000);
    await assertTrouble(socket.pool.query('select'), /cannot be reached/);
    await socket.close();
    await assertTrouble(
      store.pool.query('select pg_terminate_backend(pg_backend_pid())'),
      /cannot be reached/,
    );
  });

  it('is a statement that takes too long, a connection that never comes free, and a server that is silent', async () => {
    const hasty = open(wire.url, 500);
    await assertTrouble(hasty.pool.query('select pg_sleep(30)'), /not answer in time/);
    const holder = await hasty.pool.connect();
    await assertTrouble(hasty.pool.query('select'), /overloaded/);
    holder.release();
    wire.silence();
    await assertTrouble(hasty.pool.query('select'), /not answer in time/);
    await assertTrouble(hasty.pool.query('select'), /not answer in time/);
    wire.heal();
    await hasty.pool.query('select');
    wire.silence();
    // The farewell of an idle connection is not answered either.
    await hasty.close();
    wire.heal();
  });

  it('is not what a statement, a file or anything else did wrong', async () => {
    const others = [
      () => store.pool.query('select nothing'),
      () => store.pool.query('select 1 / 0'),
      () => store.pool.query(`do $$ begin raise unique_violation; end $$`),
      () => readFile('/nowhere/at/all'),
      () => Promise.reject(new Error('anything')),
      () => Promise.reject(new TypeError('a mistake of ours')),
    ];
    for (const each of others) assert.equal(databaseTrouble(await errorOf(each())), undefined);
  });

  it('ends with its client: what one that is gone without a word held is free soon', async () => {
    const lost = open(wire.url, 10_000);
    const client = await lost.pool.connect();
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(4711)');
    wire.silence();
    await store.patient.query('select pg_advisory_lock(4711)');
    client.release(true);
    await lost.close();
    wire.heal();
  });
});

describe('the words for a connection that could not be made', () => {
  it('go into a sentence, which has an end of its own', () => {
    assert.equal(
      describeDatabaseFailure(new Error('No host can be used (a; b).')),
      'No host can be used (a; b)',
    );
  });
});
