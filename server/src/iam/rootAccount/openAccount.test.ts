import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../../ambient.js';
import { openDataKeys } from '../../secrets/dataKeys.js';
import { createPasswords } from '../../secrets/passwords.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { type AccountParts, openAccount } from './openAccount.js';
import { renewRootCredentials } from './renewRootCredentials.js';

let directory: string;
let store: TestDatabase;
let parts: AccountParts;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'deskplane-account-'));
  store = await createTestDatabase();
  const { database } = store;
  parts = {
    database,
    ambient: realAmbient,
    passwords: await createPasswords(realAmbient),
    dataKeys: await openDataKeys({
      database,
      ambient: realAmbient,
      masterKeyFile: join(directory, 'master.key'),
    }),
    region: 'local-1',
  };
});
after(async () => {
  await store.drop();
  await rm(directory, { recursive: true });
});

describe('the first account', () => {
  it('is made once, whoever starts at the same time, and stays as it is', async () => {
    await assert.rejects(renewRootCredentials(parts), /no account yet/);
    const opened = await Promise.all([openAccount(parts), openAccount(parts), openAccount(parts)]);
    const made = opened.filter((one) => one.created);
    assert.equal(made.length, 1);
    const [first] = made;
    assert.ok(first);
    for (const { account } of opened) assert.deepEqual(account, first.account);
    const { credentials } = first;
    assert.equal(credentials.region, 'local-1');
    assert.equal(credentials.project_name, 'local-1');
    assert.equal(credentials.project_id, first.account.projectId);
    assert.equal(credentials.domain_id, first.account.domainId);
    assert.match(credentials.project_id, /^[0-9a-f]{32}$/);
    assert.match(credentials.access_key, /^[A-Z0-9]{20}$/);
    assert.match(credentials.secret_key, /^[A-Za-z0-9]{40}$/);
    assert.match(credentials.password, /^[A-Za-z0-9]{24}$/);
    assert.deepEqual(await openAccount(parts), { created: false, account: first.account });
    const users = await store.database.selectFrom('iam_users').selectAll().execute();
    assert.equal(users.length, 1);
    assert.equal(await parts.passwords.verify(users[0]?.password_hash, credentials.password), true);
    const keys = await store.database.selectFrom('access_keys').selectAll().execute();
    assert.equal(keys.length, 1);
    assert.equal(keys[0]?.sealed_secret.includes(credentials.secret_key), false);
  });

  it('refuses a region that it was not made for, names its own, and stays as it is', async () => {
    const first = await openAccount(parts);
    await assert.rejects(openAccount({ ...parts, region: 'local-2' }), {
      name: 'StartError',
      message: /DESKPLANE_REGION is local-2, .* set up with another region \(local-1\)/,
    });
    const projects = await store.database.selectFrom('projects').select('name').execute();
    assert.deepEqual(projects, [{ name: 'local-1' }]);
    assert.deepEqual(await openAccount(parts), first);
  });

  it('gets a new password and key when they were lost, and the old key is off', async () => {
    const { account } = await openAccount(parts);
    const renewed = await renewRootCredentials(parts);
    assert.equal(renewed.domain_id, account.domainId);
    assert.equal(renewed.project_id, account.projectId);
    const keys = await store.database
      .selectFrom('access_keys')
      .selectAll()
      .where('enabled', '=', true)
      .execute();
    assert.deepEqual(
      keys.map((key) => key.access_key),
      [renewed.access_key],
    );
    const user = await store.database.selectFrom('iam_users').selectAll().executeTakeFirstOrThrow();
    assert.equal(await parts.passwords.verify(user.password_hash, renewed.password), true);
  });
});
