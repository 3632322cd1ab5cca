import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { asId, type DomainId } from '../../ids.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { type AsOf, createPrincipalCache } from './principalCache.js';
import { createRevisions } from './revisions.js';

let store: TestDatabase;
const domainId = asId<DomainId>('d'.repeat(32));
before(async () => {
  store = await createTestDatabase();
  await store.database.insertInto('domains').values({ id: domainId, name: 'one' }).execute();
});
after(() => store.drop());

const read = async (): Promise<string> => {
  const { iam_revision } = await store.database
    .selectFrom('domains')
    .select('iam_revision')
    .where('id', '=', domainId)
    .executeTakeFirstOrThrow();
  return iam_revision;
};
/** What changes users and rights in production raises the revision by triggers; here any change does. */
const raise = async (): Promise<void> => {
  await store.pool.query('update domains set iam_revision = iam_revision + 1 where id = $1', [domainId]);
};

describe('the revision of an account', () => {
  it('is known for a second, and asked for by every exact question', async () => {
    let now = 0;
    const revisions = createRevisions(store.pool, () => now);
    const first = await revisions.recent(domainId);
    assert.equal(first, await read());
    await raise();
    now = 1_000;
    assert.equal(revisions.recent(domainId), first);
    assert.equal(await revisions.exact(domainId), await read());
    assert.equal(revisions.recent(domainId), await read());
    await raise();
    now = 2_001;
    assert.equal(await revisions.recent(domainId), await read());
  });

  it('is asked for again by each of many exact questions at once, and is right for those after a change', async () => {
    const revisions = createRevisions(store.pool);
    const asking = revisions.exact(domainId);
    const changed = raise();
    await Promise.all([asking, changed]);
    const current = await read();
    const asked = await Promise.all(Array.from({ length: 50 }, () => revisions.exact(domainId)));
    assert.deepEqual(new Set(asked), new Set([current]));
  });

  it('counts as unknown for a while once a change is under way in this process', async () => {
    let now = 0;
    const revisions = createRevisions(store.pool, () => now);
    await revisions.recent(domainId);
    revisions.unsettle(domainId);
    await raise();
    now = 10;
    assert.equal(await revisions.recent(domainId), await read());
  });

  it('of an account that is not there is undefined', async () => {
    assert.equal(await createRevisions(store.pool).exact(asId('0'.repeat(32))), undefined);
  });

  it('is never taken from an answer that is older than the one known', async () => {
    let now = 5;
    const revisions = createRevisions(store.pool, () => now);
    revisions.seen(domainId, '7', 5);
    revisions.seen(domainId, '6', 4);
    now = 6;
    assert.equal(revisions.recent(domainId), '7');
  });
});

describe('what was read under a revision', () => {
  it('is given out until the revision moves, and for a minute at most', async () => {
    let now = 0;
    const cache = createPrincipalCache(store.pool, () => now);
    const remembered = cache.remember<{ domainId: DomainId; iamRevision: string; round: number }>();
    let round = 0;
    const get = (asOf: AsOf) =>
      remembered.get('key', asOf, async () => {
        round += 1;
        return { domainId, iamRevision: await read(), round };
      });
    assert.equal((await get('recent'))?.round, 1);
    assert.equal((await get('now'))?.round, 1);
    await raise();
    assert.equal((await get('recent'))?.round, 1, 'a read may be a second behind');
    assert.equal((await get('now'))?.round, 2, 'a write never is');
    assert.equal((await get('recent'))?.round, 2);
    now = 60_001;
    assert.equal((await get('recent'))?.round, 3);
  });

  it('is not remembered when it was not there, and forgotten when it goes', async () => {
    const cache = createPrincipalCache(store.pool);
    const remembered = cache.remember<{ domainId: DomainId; iamRevision: string }>();
    const missing = async (): Promise<undefined> => undefined;
    const present = async () => ({ domainId, iamRevision: await read() });
    assert.equal(await remembered.get('key', 'recent', missing), undefined);
    assert.ok(await remembered.get('key', 'recent', present));
    await raise();
    assert.equal(await remembered.get('key', 'now', missing), undefined);
    assert.equal(await remembered.get('key', 'recent', missing), undefined, 'it is read anew');
  });

  it('is bounded', async () => {
    const cache = createPrincipalCache(store.pool, () => 0);
    const remembered = cache.remember<{ domainId: DomainId; iamRevision: string }>();
    const value = { domainId, iamRevision: await read() };
    let reads = 0;
    const get = (key: number) =>
      remembered.get(String(key), 'recent', async () => {
        reads += 1;
        return value;
      });
    for (let key = 0; key < 10_050; key += 1) await get(key);
    for (let key = 50; key < 10_050; key += 1) await get(key);
    assert.equal(reads, 10_050, 'the last ten thousand are remembered');
    await get(49);
    assert.equal(reads, 10_051, 'what was used least recently is not');
  });
});
