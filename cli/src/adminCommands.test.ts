import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  callService,
  startTestService,
  type TestService,
} from '@deskplane/server/testing/startTestService.js';
import { testMasterKeyFile } from '@deskplane/server/testing/testDatabase.js';
import { type Deskplane, deskplanePath, prepareDeskplane, run } from './testing/runDeskplane.js';

let service: TestService;
let deskplane: Deskplane;

before(async () => {
  service = await startTestService();
  deskplane = await prepareDeskplane(service.credentials);
});
after(async () => {
  await deskplane?.remove();
  await service?.remove();
});

async function readCredentials(path = deskplane.credentialsPath): Promise<Record<string, string>> {
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  return JSON.parse(await readFile(path, 'utf8'));
}

/** @returns the status: 201 for the right password */
async function signIn({ user_name: name, domain_name: domain }: Record<string, string>, password: string) {
  const user = { name, password, domain: { name: domain } };
  const body = { auth: { identity: { methods: ['password'], password: { user } } } };
  return (await callService(service.endpoint, 'POST', '/v3/auth/tokens', body, {})).status;
}

describe('deskplane admin password', () => {
  it('changes the password at the service, and credentials.json and env with it', async () => {
    const old = await readCredentials();
    const result = await deskplane.run('admin', 'password');
    assert.equal(result.code, 0, result.stderr);
    const current = await readCredentials();
    assert.match(current['password'] ?? '', /^[A-Za-z0-9]{24}$/);
    assert.deepEqual({ ...current, password: '' }, { ...old, password: '' });
    assert.ok(!result.stdout.includes(current['password'] ?? ''), 'a secret on the terminal');
    assert.equal(await signIn(current, old['password'] ?? ''), 401);
    assert.equal(await signIn(current, current['password'] ?? ''), 201);
    const { stdout } = await deskplane.run('env', '--json');
    assert.equal(JSON.parse(stdout).OS_PASSWORD, current['password']);
  });

  it('takes the new one from standard input, and changes nothing if the service refuses it', async () => {
    const type = (text: string) =>
      run(
        '/bin/sh',
        ['-c', `printf '%s' "$TYPED" | '${process.execPath}' '${deskplanePath}' admin password --stdin`],
        {
          environment: { DESKPLANE_CREDENTIALS: deskplane.credentialsPath, TYPED: text },
        },
      );
    const untouched = await readCredentials();
    const short = await type('short\n');
    assert.equal(short.code, 1);
    assert.match(short.stderr, /8 to 32 characters/);
    assert.equal((await type('')).code, 2);
    assert.deepEqual(await readCredentials(), untouched);
    assert.equal((await type('Correct-Horse-7\n')).code, 0);
    assert.equal((await readCredentials())['password'], 'Correct-Horse-7');
    assert.equal(await signIn(untouched, 'Correct-Horse-7'), 201);
  });

  it('says how to continue when the password in the file is no longer the one of the service', async () => {
    const stale = await prepareDeskplane({ ...(await readCredentials()), password: 'Changed-Elsewhere-1' });
    const result = await stale.run('admin', 'password');
    assert.equal(result.code, 1);
    assert.match(
      result.stderr,
      /the service rejects the password in \S+\. Renew the credentials: .*deskplane admin password --renew\n$/,
    );
    await stale.remove();
  });
});

describe('IAM users who administer', () => {
  it('are added with everything or with the policies that are named, and get new passwords', async () => {
    const added = await deskplane.run('admin', 'add', 'carol', '--json');
    assert.equal(added.code, 0, added.stderr);
    const { password, policies } = JSON.parse(added.stdout);
    assert.deepEqual(policies, ['AdministratorAccessPolicy']);
    const carol = { ...(await readCredentials()), user_name: 'carol' };
    assert.equal(await signIn(carol, password), 201);
    assert.equal((await deskplane.run('can-i', '--as', 'carol', 'delete', 'desktops')).code, 0);

    const limited = await deskplane.run('admin', 'add', 'dan', '--policy', 'WorkspaceReadOnlyPolicy');
    assert.equal(limited.code, 0, limited.stderr);
    assert.match(
      limited.stdout,
      /^dan is added, with WorkspaceReadOnlyPolicy\.\nPassword, shown this once: \S{24}\n$/,
    );
    assert.equal((await deskplane.run('can-i', '--as', 'dan', 'list', 'desktops')).code, 0);
    assert.equal((await deskplane.run('can-i', '--as', 'dan', 'delete', 'desktops')).code, 1);

    const unknown = await deskplane.run('admin', 'add', 'erin', '--policy', 'Nonsense');
    assert.deepEqual(
      [unknown.code, /Available: .*AdministratorAccessPolicy/.test(unknown.stderr)],
      [3, true],
    );
    assert.equal(
      (await deskplane.run('can-i', '--as', 'erin', 'list', 'desktops')).code,
      3,
      'nobody was added',
    );

    const reset = await deskplane.run('admin', 'password', 'carol', '--json');
    assert.equal(reset.code, 0, reset.stderr);
    assert.equal(await signIn(carol, password), 401);
    assert.equal(await signIn(carol, JSON.parse(reset.stdout).password), 201);
    assert.equal((await deskplane.run('admin', 'password', 'nobody')).code, 3);
    assert.equal((await deskplane.run('admin', 'password', 'carol', '--renew')).code, 2);
  });
});

describe('deskplane admin password --renew', () => {
  it('makes new credentials with the database and the master key when the file is lost, beside the service', async () => {
    const old = await readCredentials();
    const environment = {
      DESKPLANE_DATA_DIR: deskplane.directory,
      DATABASE_URL: service.database.url,
      DESKPLANE_MASTER_KEY_FILE: testMasterKeyFile(service.database.url),
      DESKPLANE_REGION: 'test-1',
      DESKPLANE_PORT: new URL(service.endpoint).port,
    };
    const renew = (...words: string[]) =>
      run(process.execPath, [deskplanePath, 'admin', 'password', '--renew', ...words], { environment });
    await writeFile(deskplane.credentialsPath, 'lost');
    assert.equal((await renew()).code, 2, 'nobody could be asked');
    const result = await renew('--yes', '--json');
    assert.equal(result.code, 0, result.stderr);
    const path = join(deskplane.directory, 'credentials.json');
    assert.deepEqual(JSON.parse(result.stdout), { user_name: 'admin', credentials: path });
    const current = await readCredentials(path);
    assert.equal(current['endpoint'], service.endpoint);
    assert.equal(await signIn(current, old['password'] ?? ''), 401);
    assert.equal(await signIn(current, current['password'] ?? ''), 201);
    const works = await run(process.execPath, [deskplanePath, 'status'], { environment });
    assert.equal(works.code, 0, works.stderr);
    const dead = await prepareDeskplane(old);
    // A 401 names the way out, whichever command meets it.
    for (const words of [['desktop', 'list'], ['admin', 'password'], ['status']]) {
      const { code, stderr } = await dead.run(...words);
      assert.deepEqual([code, stderr.endsWith('deskplane admin password --renew\n')], [4, true], stderr);
      const chinese = await dead.runInChinese(...words);
      assert.match(chinese.stderr, /凭证.*deskplane admin password --renew\n$/);
    }
    await dead.remove();
  });
});
