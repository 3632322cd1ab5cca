import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Browser, openBrowser } from '../testing/browser.js';
import { createPolicyUsers, type PolicyUsers, policyUserPassword } from '../testing/policyUsers.js';
import { startTestService, type TestService } from '../testing/startTestService.js';

let service: TestService;
let replica: TestService;
let users: PolicyUsers;
before(async () => {
  service = await startTestService();
  replica = await startTestService({ database: service.database });
  users = await createPolicyUsers(service);
});
after(async () => {
  await replica.stop();
  await service.remove();
});

interface SignedIn {
  readonly id: string;
  readonly name: string;
  readonly browser: Browser;
}

let made = 0;
async function signedIn(endpoint = service.endpoint): Promise<SignedIn> {
  const name = `user-${(made += 1)}`;
  const { id } = await users.add(name);
  const browser = openBrowser(endpoint);
  const answer = await browser.signIn({
    account: service.credentials.domain_name,
    user: name,
    password: policyUserPassword,
  });
  assert.equal(answer.status, 200, answer.text);
  return { id, name, browser };
}

/** Moves what the database knows of a user's sessions into the past. */
async function age(id: string, columns: readonly ('used_at' | 'expires_at')[], by: string): Promise<void> {
  const changes = columns.map((column) => `${column} = ${column} - $2::interval`).join(', ');
  await service.database.pool.query(`update browser_sessions set ${changes} where user_id = $1`, [id, by]);
}

const usedAt = async (id: string): Promise<Date | undefined> => {
  const { rows } = await service.database.pool.query<{ used_at: Date }>(
    'select used_at from browser_sessions where user_id = $1',
    [id],
  );
  return rows[0]?.used_at;
};

const ask = async ({ browser }: SignedIn): Promise<number> =>
  (await browser.call('GET', '/v3/auth/projects')).status;

describe('a session by the clock', () => {
  it('ends after thirty minutes without a use', async () => {
    const fresh = await signedIn();
    await age(fresh.id, ['used_at'], '29 minutes 50 seconds');
    assert.equal(await ask(fresh), 200);
    const idle = await signedIn();
    await age(idle.id, ['used_at'], '30 minutes 1 second');
    assert.equal(await ask(idle), 401);
    assert.equal((await idle.browser.call('GET', '/console/api/session')).status, 401);
  });

  it('ends after twelve hours whatever it was used for', async () => {
    const late = await signedIn();
    await age(late.id, ['expires_at'], '11 hours 59 minutes');
    assert.equal(await ask(late), 200);
    const over = await signedIn();
    await age(over.id, ['expires_at'], '12 hours');
    assert.equal(await ask(over), 401);
  });

  it('goes on with a use, which is written once a minute at most', async () => {
    const user = await signedIn();
    await age(user.id, ['used_at'], '59 seconds');
    const first = await usedAt(user.id);
    assert.equal(await ask(user), 200);
    assert.deepEqual(await usedAt(user.id), first);
    const other = await signedIn();
    await age(other.id, ['used_at'], '20 minutes');
    const earlier = await usedAt(other.id);
    assert.equal(await ask(other), 200);
    const later = await usedAt(other.id);
    assert.ok(
      earlier !== undefined && later !== undefined && later.getTime() - earlier.getTime() >= 1_200_000,
    );
  });

  it('is not used by what a page asks by itself', async () => {
    const user = await signedIn();
    await age(user.id, ['used_at'], '20 minutes');
    const first = await usedAt(user.id);
    const headers = { 'x-deskplane-console': 'background' };
    assert.equal((await user.browser.call('GET', '/v3/auth/projects', undefined, headers)).status, 200);
    assert.deepEqual(await usedAt(user.id), first);
  });
});

describe('a session ends at once, on every replica,', () => {
  const admin = (method: string, path: string, body?: object) => users.root(method, path, body);
  const cases: [string, (user: SignedIn) => Promise<{ status: number }>][] = [
    [
      'with a new password from an administrator',
      ({ id }) => admin('PUT', `/v3.0/OS-USER/users/${id}`, { user: { password: 'Other-words-77' } }),
    ],
    [
      'with a new password of his own',
      ({ id, browser }) =>
        browser.call('POST', `/v3/users/${id}/password`, {
          user: { original_password: policyUserPassword, password: 'Other-words-77' },
        }),
    ],
    [
      'when he is disabled',
      ({ id }) => admin('PUT', `/v3.0/OS-USER/users/${id}`, { user: { enabled: false } }),
    ],
    [
      'when he is kept to the API',
      ({ id }) => admin('PUT', `/v3.0/OS-USER/users/${id}`, { user: { access_mode: 'programmatic' } }),
    ],
    ['when he is deleted', ({ id }) => admin('DELETE', `/v3/users/${id}`)],
    [
      'when he signs out everywhere',
      ({ browser }) => browser.call('DELETE', '/console/api/session?everywhere=true'),
    ],
  ];
  for (const [when, end] of cases)
    it(when, async () => {
      const user = await signedIn();
      const elsewhere = openBrowser(replica.endpoint);
      const cookie = user.browser.cookie();
      const write = () =>
        elsewhere.call('POST', `/v2/${service.credentials.project_id}/desktops/batch-delete`, {}, { cookie });
      // Both have let it in before, and remember that.
      assert.equal(await ask(user), 200);
      assert.equal((await elsewhere.call('GET', '/v3/auth/projects', undefined, { cookie })).status, 200);
      assert.notEqual((await write()).status, 401);
      const ended = await end(user);
      assert.ok(ended.status < 300, String(ended.status));
      assert.equal((await write()).status, 401);
      assert.equal((await user.browser.call('GET', '/v3/auth/projects', undefined, { cookie })).status, 401);
    });

  it('and does not come back when he is enabled again', async () => {
    const user = await signedIn();
    const put = (enabled: boolean) => admin('PUT', `/v3.0/OS-USER/users/${user.id}`, { user: { enabled } });
    assert.equal((await put(false)).status, 200);
    assert.equal((await put(true)).status, 200);
    assert.equal(await ask(user), 401);
  });
});
