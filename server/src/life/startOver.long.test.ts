import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import pg from 'pg';
import type { AccountCredentials } from '../iam/rootAccount/openAccount.js';
import { type ForkedService, forkService, readTestConfig } from '../testing/forkService.js';
import { callService, signIn, startTestService, type TestAnswer } from '../testing/startTestService.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { waitUntil } from '../testing/waitUntil.js';

interface Double {
  readonly service: ForkedService;
  readonly endpoint: string;
  readonly credentials: AccountCredentials;
  token: string;
  /** Below the project, or absolute with `//`. */
  call(method: string, path: string, body?: unknown): Promise<TestAnswer>;
  /** And signs in again. */
  reset(): Promise<void>;
}

let directory: TemporaryDirectory;
let database: TestDatabase;
let admin: pg.Client;
let name: string;

before(async () => {
  directory = await makeTemporaryDirectory();
  database = await createTestDatabase();
  const address = new URL(database.url);
  name = address.pathname.slice(1);
  address.pathname = '/postgres';
  admin = new pg.Client({ connectionString: address.href });
  await admin.connect();
});
after(async () => {
  await admin.query(`drop database if exists ${name}_at_start`);
  await admin.end();
  await database.drop();
  await directory.remove();
});

async function start(settings: Record<string, string> = {}, its = database): Promise<Double> {
  const config = readTestConfig(directory.path, { DESKPLANE_SIMULATED_CONTROL: 'loopback', ...settings });
  const service = forkService(directory.path, { config, databaseUrl: its.url });
  const outcome = await service.outcome;
  assert.ok('endpoint' in outcome, JSON.stringify(outcome));
  const { endpoint } = outcome;
  const text = await readFile(join(directory.path, 'credentials.json'), 'utf8');
  const credentials: AccountCredentials = JSON.parse(text);
  const double: Double = {
    service,
    endpoint,
    credentials,
    token: await signIn(endpoint, credentials),
    call: (method, path, body) =>
      callService(
        endpoint,
        method,
        path.startsWith('//') ? path.slice(1) : `/v2/${credentials.project_id}${path}`,
        body,
        { 'x-auth-token': double.token },
      ),
    reset: async () => {
      const answer = await double.call('POST', '//_deskplane/reset');
      assert.equal(answer.status, 204, answer.text);
      double.token = await signIn(endpoint, credentials);
    },
  };
  return double;
}

async function load(double: Double, names: readonly string[]): Promise<string[]> {
  const answer = await double.call('POST', `//_deskplane/${double.credentials.project_id}/fixtures`, {
    users: [{ name: 'ann', email: 'ann@example.com' }],
    desktops: names.map((each) => ({ name: each })),
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.desktops.map((desktop: { desktop_id: string }) => desktop.desktop_id);
}

/** Deletes a desktop and waits for the receipt. */
async function deleteFor(double: Double, desktop: string): Promise<object> {
  assert.equal((await double.call('DELETE', `/desktops/${desktop}`)).status, 204);
  return waitUntil(
    async (): Promise<object | undefined> =>
      (await double.call('GET', `/deletions/${desktop}`)).body.receipt ?? undefined,
    'the receipt',
  );
}

const counts = async (double: Double) => ({
  desktops: (await double.call('GET', '/desktops')).body.total_count,
  users: (await double.call('GET', '/users')).body.total_count,
  deletions: (await double.call('GET', '/deletions')).body.deletions.length,
  faults: (await double.call('GET', '//_deskplane/faults')).body.faults.length,
});
const nothing = { desktops: 0, users: 0, deletions: 0, faults: 0 };

async function databases(): Promise<string[]> {
  const { rows } = await admin.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1) order by 1',
    [name],
  );
  return rows.map(({ datname }) => datname);
}

async function connectionCount(): Promise<number> {
  const { rowCount } = await admin.query(
    `select 1 from pg_stat_activity where starts_with(datname, $1) and backend_type = 'client backend'`,
    [name],
  );
  return rowCount ?? 0;
}

const openFiles = async ({ service }: Double): Promise<number> =>
  (await readdir(`/proc/${service.child.pid}/fd`)).length;

describe('a test double that is reset', () => {
  let double: Double;
  before(async () => {
    double = await start();
  });
  after(() => double.service.end());

  it('has nothing of what was there, and the credentials that it was given', async () => {
    const [one] = await load(double, ['one', 'two']);
    assert.ok(one !== undefined);
    await deleteFor(double, one);
    await double.call('POST', '//_deskplane/faults', { effect: 'cut', operation: 'ShowQuotas' });
    const head = (await double.call('GET', '//log/head')).text;
    const { token } = double;
    assert.deepEqual(await counts(double), { desktops: 1, users: 1, deletions: 1, faults: 1 });
    await double.reset();
    assert.deepEqual(await counts(double), nothing);
    assert.equal((await double.call('GET', `/deletions/${one}`)).status, 404);
    assert.notEqual((await double.call('GET', '//log/head')).text, head);
    const calls = (await double.call('GET', '//_deskplane/calls?operation=DeleteDesktop')).body;
    assert.equal(calls.total_count, 0);
    double.token = token;
    assert.equal((await double.call('GET', '/desktops')).status, 401);
    double.token = await signIn(double.endpoint, double.credentials);
  });

  it('deletes as before, with receipts that verify', async () => {
    await double.reset();
    const [desktop] = await load(double, ['fresh']);
    assert.ok(desktop !== undefined);
    const receipt = await deleteFor(double, desktop);
    const { body } = await double.call('GET', '//.well-known/jwks.json');
    const verdict = verifyReceipt(canonicalBytes(JSON.parse(JSON.stringify(receipt))), {
      keys: readKeySet(body),
    });
    assert.ok(verdict.valid, JSON.stringify(verdict));
  });

  it('does nothing any more of what was under way', async () => {
    const desktops = await load(
      double,
      Array.from({ length: 20 }, (_, index) => `busy${index}`),
    );
    await Promise.all(desktops.map((each) => double.call('DELETE', `/desktops/${each}`)));
    await double.reset();
    const [desktop] = await load(double, ['fresh']);
    assert.ok(desktop !== undefined);
    await deleteFor(double, desktop);
    const { deletions } = (await double.call('GET', '/deletions')).body;
    assert.equal(deletions.length, 1);
    assert.deepEqual(await counts(double), { ...nothing, users: 1, deletions: 1 });
    const tombstones = await readFile(join(directory.path, 'tombstones.jsonl'), 'utf8');
    for (const each of desktops) assert.ok(!tombstones.includes(each));
    assert.ok(!double.service.log().includes('"level":50'), double.service.log());
  });

  it('lets requests wait meanwhile, and ends those that a fault holds up', async () => {
    const [desktop = ''] = await load(double, ['slow']);
    await double.call('POST', '//_deskplane/faults', {
      effect: 'delay',
      operation: 'ShowQuotas',
      delay_ms: 60_000,
    });
    const held = double.call('GET', '/quotas');
    await waitUntil(
      async () => (await double.call('GET', '//_deskplane/faults')).body.faults[0]?.struck === 1,
      'the request to be held up',
    );
    const resetting = double.call('POST', '//_deskplane/reset');
    const meanwhile = Array.from({ length: 20 }, () =>
      callService(double.endpoint, 'GET', '/healthz', undefined, {}),
    );
    assert.equal((await resetting).status, 204);
    assert.ok((await held).status > 0);
    for (const answer of await Promise.all(meanwhile)) assert.equal(answer.status, 200, answer.text);
    double.token = await signIn(double.endpoint, double.credentials);
    assert.equal((await double.call('GET', `/desktops/${desktop}`)).status, 404);
  });

  it('is reset once for all who ask at once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => double.call('POST', '//_deskplane/reset')));
    assert.ok(
      answers.every(({ status }) => status === 204 || status === 401),
      JSON.stringify(answers.map(({ status, text }) => [status, text])),
    );
    double.token = await signIn(double.endpoint, double.credentials);
    assert.deepEqual(await counts(double), nothing);
  });

  it('leaves no database, file or connection behind in ten resets', async () => {
    await double.reset();
    const files = await readdir(directory.path);
    const held = await openFiles(double);
    const connections = await connectionCount();
    for (let round = 0; round < 10; round += 1) {
      await load(double, ['again']);
      await double.reset();
    }
    assert.deepEqual(await databases(), [name, `${name}_at_start`]);
    assert.deepEqual(await readdir(directory.path), files);
    await waitUntil(async () => (await connectionCount()) <= connections + 2, 'connections to be gone');
    await waitUntil(async () => (await openFiles(double)) <= held + 4, 'files to be closed');
    const took = [
      ...double.service.log().matchAll(/"milliseconds":(\d+),"msg":"the test double was reset"/g),
    ];
    assert.ok(took.length >= 10, double.service.log());
  });

  it('is not reset by others than administrators of its account', async () => {
    await load(double, ['kept']);
    const { endpoint, credentials } = double;
    const without = await callService(endpoint, 'POST', '/_deskplane/reset', undefined, {});
    assert.equal(without.status, 401);
    const who = { name: 'reader', password: 'Desk-2026-Plane' };
    const made = await double.call('POST', '//v3/users', { user: who });
    assert.equal(made.status, 201, made.text);
    const token = await signIn(endpoint, { ...credentials, user_name: who.name, password: who.password });
    const refused = await callService(endpoint, 'POST', '/_deskplane/reset', undefined, {
      'x-auth-token': token,
    });
    assert.equal(refused.status, 403, refused.text);
    assert.equal((await counts(double)).desktops, 1);
  });
});

describe('a test double that is killed while it is reset', () => {
  it('starts with all that was there or with nothing, and can be reset again', async () => {
    for (const afterMs of [0, 40, 80, 120, 160, 200, 250, 300]) {
      const double = await start();
      await double.reset();
      await load(double, ['one', 'two']);
      const exited = once(double.service.child, 'exit');
      const asked = double.call('POST', '//_deskplane/reset').catch(() => undefined);
      setTimeout(() => double.service.child.kill('SIGKILL'), afterMs);
      await exited;
      await asked;
      const again = await start();
      const { desktops, users } = await counts(again);
      assert.ok([2, 0].includes(desktops) && [1, 0].includes(users), `${desktops} ${users}`);
      await again.service.end();
    }
  });

  it('starts when it was killed between the database that went and the one that comes', async () => {
    const double = await start();
    await double.reset();
    await load(double, ['one']);
    await double.service.end();
    await admin.query(`drop database ${name}`);
    const again = await start();
    assert.deepEqual(await counts(again), nothing);
    await again.service.end();
  });
});

describe('a service that cannot be reset', () => {
  it('says so where the database is not its own', async () => {
    const service = await startTestService();
    try {
      const answer = await service.call('POST', '//_deskplane/reset');
      assert.deepEqual([answer.status, answer.body.error_code], [409, 'DPL.0409']);
      assert.match(answer.body.error_msg, /DATABASE_URL/);
    } finally {
      await service.remove();
    }
    const other = await createTestDatabase();
    const place = directory;
    directory = await makeTemporaryDirectory();
    try {
      const double = await start({ DATABASE_URL: other.url }, other);
      assert.equal((await double.call('POST', '//_deskplane/reset')).status, 409);
      await double.service.end();
    } finally {
      await directory.remove();
      directory = place;
      await other.drop();
    }
  });
});
