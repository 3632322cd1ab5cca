import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Browser, openBrowser, rootSignIn } from '../testing/browser.js';
import { createPolicyUsers, type PolicyUsers, policyUserPassword } from '../testing/policyUsers.js';
import { startTestService, type TestAnswer, type TestService } from '../testing/startTestService.js';

const path = '/console/api/session';
let service: TestService;
let users: PolicyUsers;
before(async () => {
  service = await startTestService();
  users = await createPolicyUsers(service);
});
after(() => service.remove());

async function signedIn(user?: string): Promise<Browser> {
  const browser = openBrowser(service.endpoint);
  const answer = await browser.signIn(user === undefined ? rootSignIn(service) : asUser(user));
  assert.equal(answer.status, 200, answer.text);
  return browser;
}

const asUser = (user: string, password = policyUserPassword) => ({
  account: service.credentials.domain_name,
  user,
  password,
});

/** Names of what the user has left in the log by signing in and out, the newest first. */
async function eventsOf(userName: string): Promise<string[]> {
  const { traces } = (await service.call('GET', `//v3/${service.credentials.project_id}/traces?limit=200`))
    .body;
  return traces.flatMap((trace: { trace_name: string; user: { name: string } | null }) =>
    trace.user?.name === userName && /^log|^lockOut/.test(trace.trace_name) ? [trace.trace_name] : [],
  );
}

describe('signing in with a browser', () => {
  it('says who is in, and in which projects, and gives a cookie that scripts do not see', async () => {
    const { credentials, endpoint } = service;
    const browser = openBrowser(endpoint);
    const answer = await browser.signIn(rootSignIn(service));
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.user.name, credentials.user_name);
    assert.deepEqual(answer.body.account, { id: credentials.domain_id, name: credentials.domain_name });
    assert.deepEqual(answer.body.projects, [{ id: credentials.project_id, name: credentials.project_name }]);
    const [cookie = ''] = answer.headers.getSetCookie();
    assert.match(cookie, /^deskplane-[\da-f]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const again = await browser.call('GET', path);
    assert.equal(again.status, 200);
    assert.deepEqual(again.body, answer.body);
    const { rows } = await service.database.pool.query<{ row: string }>(
      'select s::text as row from browser_sessions s',
    );
    assert.ok(!rows.some(({ row }) => row.includes(browser.cookie().split('=')[1] ?? '')));
  });

  it('lets in to the project of the path and to what belongs to the account, with the rights of the user', async () => {
    const project = service.credentials.project_id;
    await users.add('reader', {
      identity: [{ Effect: 'Allow', Action: ['workspace:desktops:list*', 'workspace:desktops:get*'] }],
    });
    const reader = await signedIn('reader');
    const calls: [string, string, unknown?][] = [
      ['GET', `/v2/${project}/desktops`],
      ['GET', `/v2/${project}/users`],
      ['POST', `/v2/${project}/users`, { user_name: 'x', user_email: 'x@example.com' }],
      ['GET', '/v3/users'],
      ['GET', '/v3/auth/projects'],
      ['GET', '/v5/caller-identity'],
      ['GET', `/v2/${'0'.repeat(32)}/desktops`],
    ];
    const byToken = await users.add('reader-2', {
      identity: [{ Effect: 'Allow', Action: ['workspace:desktops:list*', 'workspace:desktops:get*'] }],
    });
    for (const [method, where, body] of calls) {
      const [one, other] = await Promise.all([
        reader.call(method, where, body),
        byToken.call(method, where, body),
      ]);
      assert.equal(one.status, other.status, `${where}: ${one.text} ${other.text}`);
    }
    const root = await signedIn();
    const made = await root.call('POST', `/v2/${project}/users`, {
      user_name: 'eva',
      user_email: 'eva@example.com',
      active_type: 'ADMIN_ACTIVATE',
      password: 'Long-way-31',
    });
    assert.equal(made.status, 201, made.text);
  });

  it('lets in a page that says whom it was built for only while it is he who is signed in', async () => {
    const { id } = await users.add('shown');
    const browser = await signedIn('shown');
    const ask = (user: string) =>
      browser.call('GET', '/v3/auth/projects', undefined, { 'x-deskplane-user': user });
    assert.equal((await ask(id)).status, 200);
    await browser.signIn(rootSignIn(service));
    const refused = await ask(id);
    assert.equal(refused.status, 401);
    assert.match(refused.body.error_msg ?? refused.body.error.message, /another user has signed in/);
    assert.equal((await browser.call('GET', '/v3/auth/projects')).status, 200);
  });

  it('is refused alike for a wrong password, a user who is not there and one who is locked out, and traced as for tokens', async () => {
    await users.add('guessed');
    const alike = ({ status, body }: TestAnswer) => ({ status, code: body.error_code, said: body.error_msg });
    const browser = openBrowser(service.endpoint);
    const wrong = alike(await browser.signIn(asUser('guessed', 'wrong')));
    assert.equal(wrong.status, 401);
    assert.deepEqual(alike(await browser.signIn(asUser('nobody', 'wrong'))), wrong);
    assert.deepEqual(alike(await browser.signIn({ ...asUser('guessed'), account: 'no account' })), wrong);
    for (let failures = 1; failures < 5; failures += 1) await browser.signIn(asUser('guessed', 'wrong'));
    assert.deepEqual(alike(await browser.signIn(asUser('guessed'))), wrong);
    assert.equal(browser.cookie(), '');
    const names = await eventsOf('guessed');
    assert.deepEqual(
      names.filter((name) => name === 'lockOutUser'),
      ['lockOutUser'],
    );
    assert.equal(names.filter((name) => name === 'loginFailed').length, 4);
  });

  it('lets in who was given a password to nothing but another one, where that is wanted (pwd_status)', async () => {
    const { domain_id, project_id: project } = service.credentials;
    const given = 'Given-by-admin-1';
    const user = { name: 'newcomer', domain_id, password: given, pwd_status: true };
    const made = await service.call('POST', '//v3.0/OS-USER/users', { user });
    assert.equal(made.body.user.pwd_status, true, made.text);
    const { id } = made.body.user;
    const browser = openBrowser(service.endpoint);
    const answer = await browser.signIn(asUser('newcomer', given));
    assert.deepEqual([answer.status, answer.body.must_change_password], [200, true]);
    for (const asked of [`/v2/${project}/desktops`, `/v3/users/${id}`]) {
      const refused = await browser.call('GET', asked);
      assert.equal(refused.status, 403, asked);
      assert.match(refused.text, /before you have chosen a password of your own/);
    }
    assert.equal((await browser.call('GET', path)).body.must_change_password, true);
    const change = { user: { original_password: given, password: policyUserPassword } };
    assert.equal((await browser.call('POST', `/v3/users/${id}/password`, change)).status, 204);
    assert.equal((await browser.call('GET', path)).status, 401);
    const own = await signedIn('newcomer');
    assert.equal((await own.call('GET', `/v3/users/${id}`)).body.user.pwd_status, false);
    // Also in a session that is open.
    const again = { user: { pwd_status: true } };
    assert.equal((await service.call('PATCH', `//v3/users/${id}`, again)).body.user.pwd_status, true);
    assert.equal((await own.call('GET', `/v3/users/${id}`)).status, 403);
    assert.equal((await own.call('DELETE', path)).status, 204);
  });

  it('leaves an audit event when it begins and when it is ended', async () => {
    await users.add('coming');
    const browser = await signedIn('coming');
    assert.equal((await browser.call('DELETE', path)).status, 204);
    const names = await eventsOf('coming');
    assert.deepEqual(names, ['logout', 'login']);
  });

  it('is not for users who are kept to the API', async () => {
    const { id } = await users.add('program');
    const { pool } = service.database;
    await pool.query("update iam_users set access_mode = 'programmatic' where id = $1", [id]);
    const answer = await openBrowser(service.endpoint).signIn(asUser('program'));
    assert.equal(answer.status, 403);
    assert.equal(answer.body.error_code, 'DPL.4031');
    assert.deepEqual(await eventsOf('program'), ['loginFailed']);
  });
});

describe('signing out', () => {
  it('ends the session, for whoever has kept the cookie, too', async () => {
    const browser = await signedIn();
    const other = await signedIn();
    const kept = browser.cookie();
    const left = await browser.call('DELETE', path);
    assert.equal(left.status, 204);
    assert.match(left.headers.getSetCookie()[0] ?? '', /=; Max-Age=0; Path=\/; HttpOnly; SameSite=Strict$/);
    assert.equal(browser.cookie(), '');
    const answer = await browser.call('GET', path, undefined, { cookie: kept });
    assert.equal(answer.status, 401);
    assert.deepEqual(answer.body.sign_in, { allowed: true });
    assert.equal((await browser.call('GET', '/v3/users', undefined, { cookie: kept })).status, 401);
    assert.equal((await other.call('GET', '/v3/users')).status, 200);
  });

  it('everywhere ends every session of the user, and no other one', async () => {
    await users.add('many');
    const [one, two, root] = [await signedIn('many'), await signedIn('many'), await signedIn()];
    assert.equal((await two.call('GET', '/v3/auth/projects')).status, 200);
    assert.equal((await one.call('DELETE', `${path}?everywhere=true`)).status, 204);
    assert.equal((await two.call('GET', '/v3/auth/projects')).status, 401);
    assert.equal((await root.call('GET', '/v3/auth/projects')).status, 200);
  });

  it('is nothing that a token can ask for', async () => {
    const answer = await service.call('DELETE', `/${path}`);
    assert.equal(answer.status, 404);
  });
});
