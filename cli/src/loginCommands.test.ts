import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  callService,
  startTestService,
  type TestService,
} from '@deskplane/server/testing/startTestService.js';
import { deskplanePath, type Run, run, typeAtQuestions } from './testing/runDeskplane.js';

let service: TestService;
let home: string;
before(async () => {
  service = await startTestService();
});
after(() => service?.remove());
beforeEach(async (context) => {
  home = await mkdtemp(join(tmpdir(), 'deskplane-home-'));
  if ('after' in context) context.after(() => rm(home, { recursive: true, force: true }));
});

const deskplane = (environment: Readonly<Record<string, string>>, ...words: string[]): Promise<Run> =>
  run(process.execPath, [deskplanePath, ...words], {
    environment: { XDG_CONFIG_HOME: home, DESKPLANE_DATA_DIR: join(home, 'no-service'), ...environment },
  });
const signIn = (password: string, ...words: string[]): Promise<Run> => {
  const { domain_name: account, user_name: user } = service.credentials;
  const who = ['--url', service.endpoint, '--account', account, '--user', user];
  return deskplane({ DESKPLANE_PASSWORD: password }, 'login', ...who, ...words);
};
const profilePath = (name = 'default') => join(home, 'deskplane/profiles', `${name}.json`);
const readProfile = async (name?: string): Promise<Record<string, string>> =>
  JSON.parse(await readFile(profilePath(name), 'utf8'));

describe('deskplane login', () => {
  it('keeps an access key and a token that end, no password, and is used from then on until logout', async () => {
    const { password } = service.credentials;
    const done = await signIn(password);
    assert.equal(done.code, 0, done.stderr);
    assert.match(
      done.stdout,
      /^Signed in as \S+ at http:\/\/127\.0\.0\.1:\d+\. Profile default, until 2\d{3}-/,
    );
    assert.equal((await stat(profilePath())).mode & 0o777, 0o600);
    for (const path of ['deskplane', 'deskplane/profiles'])
      assert.equal((await stat(join(home, path))).mode & 0o777, 0o700);
    const kept = await readProfile();
    assert.ok(!JSON.stringify(kept).includes(password), 'the password is kept nowhere');
    const hours = (new Date(kept['expires_at'] ?? '').getTime() - Date.now()) / 3_600_000;
    assert.ok(hours > 23 && hours <= 24, String(hours));

    const listed = await deskplane({}, 'desktop', 'list', '--json');
    assert.equal(listed.code, 0, listed.stderr);
    const variables = JSON.parse((await deskplane({}, 'env', '--json')).stdout);
    assert.equal(variables.HW_SECURITY_TOKEN, kept['security_token']);
    assert.equal(variables.OS_PASSWORD, undefined);

    const out = await deskplane({}, 'logout');
    assert.equal(out.code, 0, out.stderr);
    await assert.rejects(readFile(profilePath()), { code: 'ENOENT' });
    const token = kept['token'] ?? '';
    const asked = await callService(service.endpoint, 'GET', '/v3/auth/projects', undefined, {
      'x-auth-token': token,
    });
    assert.equal(asked.status, 401, 'the token is revoked');
    const without = await deskplane({}, 'desktop', 'list');
    assert.equal(without.code, 4, 'no profile, and no service that ran here');
    await writeFile(profilePath(), JSON.stringify(kept), { mode: 0o600 });
    const refused = await deskplane({}, '--profile', 'default', 'desktop', 'list');
    assert.equal(refused.code, 4);
    assert.match(refused.stderr, /Sign in again: \S*deskplane login --profile default\n$/);
  });

  it('refuses a wrong password, and keeps nothing', async () => {
    const refused = await signIn('Wrong-Password-1');
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /signing in failed: .*HTTP 401/);
    await assert.rejects(readdir(join(home, 'deskplane')), { code: 'ENOENT' });
  });

  it('sends no password without https to another machine, and none that nobody gave', async () => {
    const words = ['login', '--account', 'a', '--user', 'u', '--url'];
    const far = await deskplane({ DESKPLANE_PASSWORD: 'x' }, ...words, 'http://192.0.2.1:8080');
    assert.deepEqual([far.code, /is another machine and not https/.test(far.stderr)], [2, true]);
    const asked = await deskplane({}, ...words, service.endpoint);
    assert.deepEqual([asked.code, /there is no terminal to ask on/.test(asked.stderr)], [2, true]);
    const odd = await deskplane({}, ...words, 'desktops');
    assert.deepEqual([odd.code, /"desktops" is not the address/.test(odd.stderr)], [2, true]);
  });

  it('repeats no password that somebody wrote into the address', async () => {
    const words = ['login', '--account', 'a', '--user', 'u', '--url'];
    for (const url of [
      'http://u:Se/cr@et9@127.0.0.1:1',
      'ftp://u:Se/cr@et9@host',
      'u:Se/cr@et9@host',
      'http://h/?Se/cr@et9',
    ]) {
      for (const more of [[], ['--json']]) {
        const { code, stdout, stderr } = await deskplane({ DESKPLANE_PASSWORD: 'x' }, ...words, url, ...more);
        assert.equal(code, 2, url);
        assert.ok(!/et9|Se\/cr/.test(stdout + stderr), stdout + stderr);
        assert.match(stdout + stderr, /holds no user, password/);
      }
    }
  });

  it('says that nothing of Deskplane is at a path', async () => {
    const { password } = service.credentials;
    const { domain_name: account, user_name: user } = service.credentials;
    const wrong = ['login', '--url', `${service.endpoint}/v2/x`, '--account', account, '--user', user];
    const lost = await deskplane({ DESKPLANE_PASSWORD: password }, ...wrong);
    assert.equal(lost.code, 4);
    assert.match(lost.stderr, /nothing of Deskplane is at http:\S+\/v2\/x\. Pass the address of the service/);
    await assert.rejects(readdir(join(home, 'deskplane')), { code: 'ENOENT' });
  });

  it('asks at a terminal, and does not show the password', async () => {
    const { domain_name: account, user_name: user, password } = service.credentials;
    const shown = await typeAtQuestions(
      ['login', '--url', service.endpoint, '--profile', 'typed'],
      [
        ['Account', `${account}\r`],
        ['User', `${user}\r`],
        ['Password', `${password}\r`],
      ],
      { XDG_CONFIG_HOME: home },
    );
    assert.match(shown, /Signed in as/);
    assert.ok(!shown.includes(password), shown);
  });
});

describe('a profile', () => {
  it('is chosen by option, by environment or by use, and listed and shown without secrets', async () => {
    const { password, user_name: user } = service.credentials;
    assert.equal((await signIn(password, '--profile', 'one')).code, 0);
    assert.equal((await signIn(password, '--profile', 'two')).code, 0);
    const kept = await readProfile('one');
    const list = await deskplane({}, 'profile', 'list');
    assert.match(list.stdout, /^PROFILE +IN USE +USER +ACCOUNT +SERVICE +UNTIL\none +- +\S+ .*\ntwo +yes /);
    const used = async (environment: Record<string, string>, ...words: string[]) =>
      JSON.parse((await deskplane(environment, 'env', '--json', ...words)).stdout).HW_ACCESS_KEY;
    const key = kept['access_key'];
    assert.notEqual(await used({}), key);
    assert.equal(await used({}, '--profile', 'one'), key);
    assert.equal(await used({ DESKPLANE_PROFILE: 'one' }), key);
    assert.equal((await deskplane({}, 'profile', 'use', 'one')).code, 0);
    assert.equal(await used({}), key);
    const file = join(home, 'credentials.json');
    await writeFile(file, JSON.stringify(service.credentials));
    assert.equal(await used({}, '--credentials', file), service.credentials.access_key);
    assert.equal((await deskplane({}, '--credentials', file, '--profile', 'one', 'env')).code, 2);
    const shown = await deskplane({}, 'profile', 'show', '--json');
    const { user_name: name, in_use: inUse } = JSON.parse(shown.stdout);
    assert.deepEqual([name, inUse], [user, true]);
    for (const secret of ['secret_key', 'security_token', 'token'])
      for (const { stdout } of [shown, list, await deskplane({}, 'profile', 'show')])
        assert.ok(!stdout.includes(kept[secret] ?? '-'), secret);
    assert.equal((await deskplane({}, 'profile', 'delete', 'one')).code, 0);
    assert.equal((await deskplane({}, 'profile', 'use', 'one')).code, 3);
    assert.equal((await deskplane({}, '--profile', 'one', 'env')).code, 4);
    assert.equal((await deskplane({}, '--profile', '../one', 'env')).code, 2);
  });

  it('that is broken is listed as that, beside the others', async () => {
    const { password } = service.credentials;
    for (const name of ['good', 'open', 'cut', 'folder'])
      assert.equal((await signIn(password, '--profile', name)).code, 0);
    await chmod(profilePath('open'), 0o644);
    await writeFile(profilePath('cut'), '{"endpoint":');
    await rm(profilePath('folder'));
    await mkdir(profilePath('folder'), 0o700);
    const list = await deskplane({}, 'profile', 'list');
    assert.equal(list.code, 0, list.stderr);
    assert.match(list.stdout, /^good .*http:/m);
    for (const name of ['open', 'cut', 'folder']) {
      assert.match(list.stdout, new RegExp(`^${name} .* broken$`, 'm'));
      assert.match(list.stderr, new RegExp(`profiles/${name}\\.json`));
    }
    const { profiles } = JSON.parse((await deskplane({}, 'profile', 'list', '--json')).stdout);
    const kinds = profiles.map((each: { profile: string; broken?: string; endpoint?: string }) => [
      each.profile,
      typeof each.broken,
      typeof each.endpoint,
    ]);
    assert.deepEqual(kinds, [
      ['cut', 'string', 'undefined'],
      ['folder', 'string', 'undefined'],
      ['good', 'undefined', 'string'],
      ['open', 'string', 'undefined'],
    ]);
    assert.equal((await deskplane({}, 'profile', 'show', 'good')).code, 0);
    assert.equal((await deskplane({}, 'profile', 'show', 'cut')).code, 4);
  });

  it('is not used when others can read it, or when it has expired', async () => {
    assert.equal((await signIn(service.credentials.password)).code, 0);
    await chmod(profilePath(), 0o640);
    const open = await deskplane({}, 'desktop', 'list');
    assert.equal(open.code, 4);
    assert.match(open.stderr, /can be read or changed by others.*chmod go= \S+default\.json\n$/);
    const kept = { ...(await readProfile()), expires_at: '2020-01-01T00:00:00.000Z' };
    await writeFile(profilePath(), JSON.stringify(kept));
    await chmod(profilePath(), 0o600);
    const expired = await deskplane({}, 'desktop', 'list');
    assert.equal(expired.code, 4);
    assert.match(expired.stderr, /has expired\. Sign in again: \S*deskplane login --profile default\n$/);
  });
});
