import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import { replayTombstones } from '../backup/replayTombstones.js';
import { createDesktops, showUntilGone } from '../testing/desktopCalls.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { waitUntil } from '../testing/waitUntil.js';
import { numberTombstones, readNumbered } from '../tombstones/numberTombstones.js';

let one: TestService;
let two: TestService;
before(async () => {
  one = await startTestService();
  two = await startTestService({ database: one.database });
});
after(async () => {
  await two.stop();
  await one.remove();
});

interface Bundle {
  readonly receipt: { readonly envelope: { readonly signatures: readonly { readonly keyid: string }[] } };
  readonly head: { readonly signatures: readonly { readonly keyid: string }[] };
}

async function receiptOf(service: TestService, desktopId: string): Promise<Bundle> {
  return waitUntil(
    async () => (await service.call('GET', `/deletions/${desktopId}`)).body.receipt ?? undefined,
    'the receipt',
  );
}

async function deleteOne(service: TestService): Promise<string> {
  const [id] = await createDesktops(service, {});
  await service.call('DELETE', `/desktops/${id}`);
  await showUntilGone(service, id);
  await receiptOf(service, id);
  return id;
}

const published = async (service: TestService): Promise<{ keys: { kid: string }[] }> =>
  (await service.call('GET', '//.well-known/jwks.json')).body;

const isValid = (bundle: Bundle, keySet: object): boolean =>
  verifyReceipt(canonicalBytes(JSON.parse(JSON.stringify(bundle))), { keys: readKeySet(keySet) }).valid;

describe('a new signing key for the log', () => {
  it('signs in every replica from the answer on; what the old one signed stays valid and its key published', async () => {
    const desktop = await deleteOne(one);
    const old = await receiptOf(one, desktop);
    const keysBefore = await published(one);
    const answer = await one.call('POST', '/log/keys');
    assert.equal(answer.status, 201, answer.text);
    const { kid, retired_kid: retired } = answer.body;
    assert.deepEqual(
      keysBefore.keys.map((key) => key.kid),
      [retired],
    );
    for (const service of [one, two]) {
      const { keys } = await published(service);
      assert.deepEqual(
        keys.map((key) => key.kid),
        [kid, retired],
      );
    }
    // Replicas take turns at sealing: enough heads for each to have had its turn.
    for (const service of [one, two, one, two]) {
      const bundle = await receiptOf(service, await deleteOne(service));
      assert.equal(bundle.receipt.envelope.signatures[0]?.keyid, kid);
      assert.equal(bundle.head.signatures[0]?.keyid, kid);
      assert.ok(isValid(bundle, await published(two)));
      assert.ok(!isValid(bundle, keysBefore), 'the old key alone vouches for nothing new');
    }
    const { rows } = await one.database.pool.query(
      `select distinct envelope -> 'signatures' -> 0 ->> 'keyid' as kid from log_heads where signed_at > $1`,
      [answer.body.rotated_at],
    );
    assert.deepEqual(rows, [{ kid }]);
    assert.ok(isValid(old, await published(two)));
    const again = await receiptOf(two, desktop);
    assert.equal(again.receipt.envelope.signatures[0]?.keyid, retired);
    assert.ok(isValid(again, await published(one)));
  });

  it('is on record in the log, and the private half of the old one is gone', async () => {
    const { body } = await two.call('POST', '/log/keys');
    const { rows } = await one.database.pool.query(
      `select convert_from(payload, 'UTF8') as payload from log_entries where kind = 'key-rotation'`,
    );
    const entries = rows.map((row) => JSON.parse(row.payload));
    const entry = entries.find((each) => each.new_key === body.kid);
    assert.deepEqual([entry.retired_key, entry.at], [body.retired_kid, body.rotated_at]);
    const keys = await one.database.pool.query(
      'select count(*)::int as kept from signing_keys where retired_at is not null and sealed_private_key is not null',
    );
    assert.equal(keys.rows[0].kept, 0);
    const stones = await one.database.pool.query(`select subject from tombstones where kind = 'signing-key'`);
    assert.ok(stones.rows.some((row) => row.subject === body.retired_kid));
    await waitUntil(
      async () => (await one.database.pool.query('select 1 from log_unsealed')).rowCount === 0,
      'the entry to be sealed',
    );
  });

  it('stays retired in a backup that was put back', async () => {
    const { pool } = one.database;
    const { body } = await one.call('POST', '/log/keys');
    while ((await numberTombstones(pool)) > 0);
    const stones = await readNumbered(pool, 0);
    const client = await pool.connect();
    try {
      await client.query('begin');
      // As the database was before: the old key signs, and of the new one nothing is known.
      await client.query(`delete from signing_keys where id = $1`, [body.kid]);
      await client.query(
        `update signing_keys set retired_at = null, sealed_private_key = '\\x00' where id = $1`,
        [body.retired_kid],
      );
      await client.query(`delete from tombstones where subject = $1`, [body.retired_kid]);
      const replayed = await replayTombstones({ client, lockedPasswordHash: '' }, stones);
      assert.equal(replayed.get('signing-key'), 1);
      const { rowCount } = await client.query(
        'select 1 from signing_keys where retired_at is null or sealed_private_key is not null',
      );
      assert.equal(rowCount, 0);
      await client.query('rollback');
    } finally {
      client.release();
    }
  });

  it('comes one after the other however many ask at once', async () => {
    const answers = await Promise.all(
      [one, two, one, two].map((service) => service.call('POST', '/log/keys')),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      [201, 201, 201, 201],
    );
    assert.equal(new Set(answers.map(({ body }) => body.retired_kid)).size, 4);
    const { rows } = await one.database.pool.query(
      'select count(*)::int as current from signing_keys where retired_at is null',
    );
    assert.equal(rows[0].current, 1);
    await deleteOne(two);
  });
});

describe('the state of the log', () => {
  const scrape = async (service: TestService): Promise<ReadonlyMap<string, number>> => {
    const text = await (await fetch(`${service.endpoint}/metrics`)).text();
    return new Map(
      [...text.matchAll(/^(deskplane_log_\w+) (\S+)$/gm)].map((line) => [line[1] ?? '', Number(line[2])]),
    );
  };

  it('is measured, and told when nothing is signed any further since somebody changed the log', async () => {
    await waitUntil(
      async () => (await scrape(one)).get('deskplane_log_unsealed_entries') === 0,
      'everything to be sealed',
    );
    assert.equal((await scrape(one)).get('deskplane_log_unsealed_age_seconds'), 0);
    assert.equal((await scrape(one)).get('deskplane_log_damaged'), 0);
    const { pool } = one.database;
    const ready = await one.call('GET', '//readyz');
    assert.deepEqual(ready.body.log, { ready: true });
    // What only the owner of the tables can do.
    await pool.query(`alter table log_tiles disable trigger user;
      update log_tiles set leaf_hashes = (select string_agg(sha256(n::text::bytea), '') from unnest(sequences) n);
      alter table log_tiles enable trigger user`);
    await one.call('POST', '/log/keys');
    await waitUntil(async () => (await scrape(one)).get('deskplane_log_damaged') === 1, 'the damage to show');
    const figures = await scrape(one);
    // That of the rotation, and its audit event.
    assert.equal(figures.get('deskplane_log_unsealed_entries'), 2);
    assert.ok((figures.get('deskplane_log_unsealed_age_seconds') ?? 0) > 0);
    const still = await one.call('GET', '//readyz');
    assert.equal(still.status, 200, 'deletions are accepted');
    assert.equal(still.body.log.ready, false);
    assert.match(still.body.log.reason, /changed from outside.*not the one in its last signed head/);
  });
});
