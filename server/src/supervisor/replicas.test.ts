import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chown, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { AccountCredentials } from '../iam/rootAccount/openAccount.js';
import { type Replica, removeRuntimeDirectory, startReplica } from '../testing/replica.js';
import { callService, signIn, type TestAnswer } from '../testing/startTestService.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { waitUntil } from '../testing/waitUntil.js';
import { startWire, type Wire } from '../testing/wire.js';

/** Connecting and one answer may be waited for, 15 s together, and a busy machine is slow. */
const longestAnswer = 30_000;

describe('two replicas on one database, as processes', () => {
  let temporary: TemporaryDirectory;
  let store: TestDatabase;
  let wires: readonly [Wire, Wire];
  const running: Replica[] = [];
  let first: Replica;
  let second: Replica;

  before(async () => {
    temporary = await makeTemporaryDirectory();
    store = await createTestDatabase();
    wires = [await startWire(store.url), await startWire(store.url)];
  });
  after(async () => {
    await Promise.all(running.map((replica) => replica.end('SIGTERM')));
    for (const name of ['first', 'second', 'lost']) await removeRuntimeDirectory(directoryOf(name));
    for (const wire of wires) await wire.close();
    await store.drop();
    await temporary.remove();
  });

  const directoryOf = (name: string): string => join(temporary.path, name);
  const masterKey = (): string => join(directoryOf('first'), 'master.key');
  const start = (name: string, wire: Wire, settings: Readonly<Record<string, string>> = {}): Replica => {
    const replica = startReplica(directoryOf(name), { DATABASE_URL: wire.url, ...settings });
    running.push(replica);
    return replica;
  };
  const credentialsIn = async (name: string): Promise<AccountCredentials> =>
    JSON.parse(await readFile(join(directoryOf(name), 'credentials.json'), 'utf8'));
  const ready = (endpoint: string): Promise<TestAnswer> =>
    callService(endpoint, 'GET', '/readyz', undefined, {});

  it('one whose database has a name that nobody knows is told which', async () => {
    const name = `${'x'.repeat(64)}.test`;
    const lost = startReplica(directoryOf('lost'), { DATABASE_URL: `postgres://u:geheim@${name}/x` });
    running.push(lost);
    assert.equal(await lost.exitCode, 1);
    assert.match(lost.output(), /Cannot reach the database: the name x{64}\.test cannot be resolved/);
    assert.doesNotMatch(lost.output(), /geheim|127\.0\.0\.1/);
  });

  it('the second one is refused without the master key of the first, and with another, and told what it needs', async () => {
    first = start('first', wires[0]);
    await first.ready();
    const without = start('second', wires[1]);
    assert.equal(await without.exitCode, 1);
    assert.match(without.output(), /master key .*second\/master\.key is missing.*DESKPLANE_MASTER_KEY_FILE/s);
    const other = join(temporary.path, 'other.key');
    await writeFile(other, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
    const { uid, gid } = await stat(masterKey());
    await chown(other, uid, gid);
    const wrong = start('second', wires[1], { DESKPLANE_MASTER_KEY_FILE: other });
    assert.equal(await wrong.exitCode, 1);
    assert.match(wrong.output(), /master key .*other\.key does not open the secrets in this database/);
  });

  it('the second one leaves password, keys and tokens of the root alone, and so does a first one that lost its file', async () => {
    const credentials = await credentialsIn('first');
    const endpoint = await first.ready();
    const token = await signIn(endpoint, credentials);
    second = start('second', wires[1], { DESKPLANE_MASTER_KEY_FILE: masterKey() });
    const otherEndpoint = await second.ready();
    assert.match(second.output(), /Credentials +none .*admin password --renew/s);
    await assert.rejects(credentialsIn('second'), { code: 'ENOENT' });
    for (const each of [endpoint, otherEndpoint]) {
      const path = `/v2/${credentials.project_id}/desktops`;
      assert.equal((await callService(each, 'GET', path, undefined, { 'x-auth-token': token })).status, 200);
      await signIn(each, credentials);
    }
    await first.end('SIGTERM');
    const file = join(directoryOf('first'), 'credentials.json');
    await rename(file, `${file}.lost`);
    first = start('first', wires[0]);
    await signIn(await first.ready(), credentials);
    await assert.rejects(credentialsIn('first'), { code: 'ENOENT' });
    const { rows } = await store.pool.query('select access_key from access_keys where enabled');
    assert.deepEqual(rows, [{ access_key: credentials.access_key }]);
    await rename(`${file}.lost`, file);
  });

  it('a silent loss of one’s connections for eight seconds leaves no request hanging, and is over soon after', async (test) => {
    const [struck, spared] = await Promise.all([first.ready(), second.ready()]);
    const credentials = await credentialsIn('first');
    const token = await signIn(struck, credentials);
    const list = (endpoint: string): Promise<TestAnswer> =>
      callService(endpoint, 'GET', `/v2/${credentials.project_id}/desktops`, undefined, {
        'x-auth-token': token,
      });
    const spell = async (endpoint: string): Promise<TestAnswer> => {
      const from = performance.now();
      const answer = await list(endpoint);
      assert.ok(performance.now() - from < longestAnswer, 'a request hung');
      return answer;
    };
    assert.equal((await ready(struck)).status, 200);
    wires[0].silence();
    const asked = Array.from({ length: 40 }, () => spell(struck));
    await waitUntil(async () => (await ready(struck)).status === 503, 'not ready');
    const until = performance.now() + 8_000;
    while (performance.now() < until) {
      asked.push(spell(struck));
      assert.equal((await ready(spared)).status, 200, 'the other one is not affected');
      assert.equal((await list(spared)).status, 200);
      await pause(200);
    }
    wires[0].heal();
    const from = performance.now();
    await waitUntil(
      async () => (await ready(struck)).status === 200 && (await list(struck)).status === 200,
      'the struck one to be ready',
    );
    const took = Math.round(performance.now() - from);
    test.diagnostic(`ready again after ${took} ms`);
    for (const answer of await Promise.all(asked)) {
      if (answer.status === 200) continue;
      assert.equal(answer.status, 503, answer.text);
      assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    }
  });
});
