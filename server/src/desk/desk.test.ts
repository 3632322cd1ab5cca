import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { askAuditEvents } from '../testing/askAuditEvents.js';
import { type Browser, openBrowser, rootSignIn } from '../testing/browser.js';
import { createDesktops } from '../testing/desktopCalls.js';
import { startTestService, type TestAnswer, type TestService } from '../testing/startTestService.js';
import { waitUntil } from '../testing/waitUntil.js';

const path = '/desk/api/session';
const first = 'Given-by-admin-1';
const own = 'Chosen-by-user-2';
let service: TestService;
let enterpriseId: string;
before(async () => {
  service = await startTestService();
  enterpriseId = (await service.call('GET', '/workspaces')).body.enterprise_id;
});
after(() => service.remove());

const pool = () => service.database.pool;
const asUser = (user_name: string, password = own, enterprise_id = enterpriseId) => ({
  enterprise_id,
  user_name,
  password,
});
const signIn = (browser: Browser, body: object): Promise<TestAnswer> => browser.call('POST', path, body);

let made = 0;
async function addUser(more: object = {}): Promise<{ id: string; name: string }> {
  const name = `worker-${(made += 1)}`;
  const answer = await service.call('POST', '/users', {
    user_name: name,
    user_email: `${name}@example.com`,
    active_type: 'ADMIN_ACTIVATE',
    password: own,
    next_login_change_password: false,
    ...more,
  });
  assert.equal(answer.status, 201, answer.text);
  return { id: answer.body.id, name };
}

async function signedIn(name: string): Promise<Browser> {
  const browser = openBrowser(service.endpoint);
  const answer = await signIn(browser, asUser(name));
  assert.equal(answer.status, 200, answer.text);
  return browser;
}

async function desktopOf(name: string): Promise<string> {
  const [id] = await createDesktops(service, {
    desktops: [{ user_name: name, user_email: `${name}@example.com`, computer_name: `pc-${name}` }],
  });
  return id;
}

const list = async (browser: Browser): Promise<{ id: string; status: string; task_status: string }[]> =>
  (await browser.call('GET', '/desk/api/desktops')).body.desktops;

async function eventsOf(id: string): Promise<string[]> {
  const rows = await askAuditEvents<{ trace_name: string }>(
    service.database,
    'select trace_name from audit_events where user_id = $1 order by recorded_at, trace_id',
    [id],
  );
  return rows.map(({ trace_name }) => trace_name);
}

describe('somebody who works on desktops', () => {
  it('signs in with the enterprise ID and his name, both in any case, and his password', async () => {
    const { id, name } = await addUser();
    const browser = openBrowser(service.endpoint);
    const answer = await signIn(browser, asUser(name.toUpperCase(), own, enterpriseId.toUpperCase()));
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.user.name, name);
    assert.equal(answer.body.enterprise_id, enterpriseId);
    assert.match(
      answer.headers.getSetCookie()[0] ?? '',
      /^deskplane-desk-[\da-f]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    assert.deepEqual((await browser.call('GET', path)).body.user, { id, name });
    assert.equal((await browser.call('DELETE', path)).status, 204);
    assert.equal((await browser.call('GET', path)).status, 401);
    assert.deepEqual(await eventsOf(id), ['loginToDesk', 'logoutFromDesk']);
  });

  it('is refused alike whatever is wrong, and locked out after five failures', async () => {
    const { id, name } = await addUser();
    const browser = openBrowser(service.endpoint);
    const said = ({ status, body }: TestAnswer) => [status, body.error_code, body.error_msg];
    const wrong = said(await signIn(browser, asUser(name, 'wrong')));
    assert.equal(wrong[0], 401);
    assert.deepEqual(said(await signIn(browser, asUser('nobody', own))), wrong);
    assert.deepEqual(said(await signIn(browser, asUser(name, own, 'no-enterprise'))), wrong);
    for (let failures = 1; failures < 5; failures += 1) await signIn(browser, asUser(name, 'wrong'));
    assert.deepEqual(said(await signIn(browser, asUser(name))), wrong);
    assert.deepEqual(await eventsOf(id), [...Array<string>(4).fill('loginFailed'), 'lockOutUser']);
  });

  it('is not let in while he is disabled, expired, or has no password', async () => {
    for (const change of [
      'disabled = true',
      'locked = true',
      "account_expires_at = now() - interval '1 second'",
      'password_hash = null',
    ]) {
      const { id, name } = await addUser();
      const browser = await signedIn(name);
      await pool().query(`update desktop_users set ${change} where id = $1`, [id]);
      assert.equal((await browser.call('GET', '/desk/api/desktops')).status, 401, change);
      assert.equal((await signIn(openBrowser(service.endpoint), asUser(name))).status, 401, change);
    }
  });

  it('does not lock himself out with the right password while he is not let in', async () => {
    const ofUser = (change: string) => (id: string) =>
      pool().query(`update desktop_users set ${change} where id = $1`, [id]);
    const lock = (method: 'POST' | 'PUT', at: string, body: object) => async () => {
      const { status, text } = await service.call(method, at, body);
      assert.ok(status < 300, text);
    };
    const ways = [
      [ofUser('disabled = true'), ofUser('disabled = false')],
      [ofUser('locked = true'), ofUser('locked = false')],
      [ofUser("account_expires_at = now() - interval '1 second'"), ofUser('account_expires_at = null')],
      [
        lock('POST', '/workspaces/lock', { lock_reason: 'audit' }),
        lock('PUT', '/workspaces/lock-status', { operate_type: 'unLock' }),
      ],
    ] as const;
    for (const [shutOut, letIn] of ways) {
      const { id, name } = await addUser();
      await shutOut(id);
      const right: TestAnswer[] = [];
      for (let tries = 0; tries < 6; tries += 1)
        right.push(await signIn(openBrowser(service.endpoint), asUser(name)));
      const wrong = await signIn(openBrowser(service.endpoint), asUser(name, 'wrong'));
      const said = ({ status, body }: TestAnswer) => [status, body.error_code, body.error_msg];
      for (const answer of right) assert.deepEqual(said(answer), said(wrong));
      assert.deepEqual(await eventsOf(id), Array<string>(7).fill('loginFailed'));
      await letIn(id);
      await signedIn(name);
      // Guesses count meanwhile all the same.
      await shutOut(id);
      for (let guesses = 0; guesses < 5; guesses += 1)
        await signIn(openBrowser(service.endpoint), asUser(name, 'wrong'));
      await letIn(id);
      assert.equal((await signIn(openBrowser(service.endpoint), asUser(name))).status, 401);
    }
  });

  it('chooses a password of his own before anything else, where the administrator wants that', async () => {
    const { name } = await addUser({ password: first, next_login_change_password: true });
    const browser = openBrowser(service.endpoint);
    const answer = await signIn(browser, asUser(name, first));
    assert.equal(answer.body.must_change_password, true);
    assert.equal((await browser.call('GET', '/desk/api/desktops')).status, 403);
    const change = (original_password: string, password: string) =>
      browser.call('POST', '/desk/api/password', { original_password, password });
    const wrong = await change('wrong', own);
    assert.equal(wrong.status, 401);
    assert.match(wrong.body.error_msg, /: the password until now is wrong, or was wrong too often before$/);
    assert.equal((await change(first, first)).status, 400);
    assert.equal((await change(first, 'short')).status, 400);
    assert.equal((await change(first, own)).status, 204);
    assert.equal((await browser.call('GET', path)).status, 401);
    assert.equal((await signIn(browser, asUser(name, first))).status, 401);
    assert.equal((await signIn(browser, asUser(name))).body.must_change_password, false);
    assert.equal((await browser.call('GET', '/desk/api/desktops')).status, 200);
  });

  it('keeps the password where the administrator wants that', async () => {
    const { name } = await addUser({ enable_change_password: false, next_login_change_password: true });
    const browser = await signedIn(name);
    const body = { original_password: own, password: 'Another-one-3' };
    assert.equal((await browser.call('POST', '/desk/api/password', body)).status, 403);
  });
});

describe('his desktops', () => {
  it('are shown but neither opened nor switched by him while they are in maintenance', async () => {
    const { name } = await addUser();
    const desktop = await desktopOf(name);
    const browser = await signedIn(name);
    const maintain = (in_maintenance_mode: boolean) =>
      service.call('PUT', '/desktops/maintenance-mode', { desktop_ids: [desktop], in_maintenance_mode });
    const act = () => browser.call('POST', `/desk/api/desktops/${desktop}/action`, { operation: 'os-stop' });
    assert.equal((await maintain(true)).status, 200);
    assert.deepEqual(
      (await browser.call('GET', '/desk/api/desktops')).body.desktops.map(
        (each: { in_maintenance_mode: boolean }) => each.in_maintenance_mode,
      ),
      [true],
    );
    assert.deepEqual([(await act()).status, (await act()).body.error_code], [409, 'WKS.00010032']);
    assert.equal((await maintain(false)).status, 200);
    assert.equal((await act()).status, 204);
  });

  it('are the ones he sees and operates, and no others', async () => {
    const { id, name } = await addUser();
    const other = await addUser();
    const [mine, foreign] = [await desktopOf(name), await desktopOf(other.name)];
    const browser = await signedIn(name);
    assert.deepEqual(
      (await list(browser)).map((each) => each.id),
      [mine],
    );
    const act = (desktop: string, operation: string) =>
      browser.call('POST', `/desk/api/desktops/${desktop}/action`, { operation });
    const untilStatus = (status: string) =>
      waitUntil(async () => {
        const [desktop] = await list(browser);
        return desktop?.status === status && desktop.task_status === '';
      }, `the desktop to be ${status}`);
    for (const [operation, status] of [
      ['os-stop', 'SHUTOFF'],
      ['os-start', 'ACTIVE'],
      ['reboot', 'ACTIVE'],
    ] as const) {
      assert.equal((await act(mine, operation)).status, 204);
      await untilStatus(status);
    }
    for (const desktop of [foreign, '00000000-0000-4000-8000-000000000000']) {
      const answer = await act(desktop, 'os-stop');
      assert.equal(answer.status, 404);
      assert.equal(answer.body.error_code, 'DPL.0404');
    }
    assert.equal((await act(mine, 'os-hibernate')).status, 400);
    assert.deepEqual(await eventsOf(id), ['loginToDesk', ...Array<string>(3).fill('operateOwnDesktop')]);
    const { desk_events: told } = (await service.call('GET', `/persons/${id}`)).body;
    assert.deepEqual(
      told.map((event: Record<string, unknown>) => [event['operation'], event['computer_name'] !== '']),
      [
        ['reboot', true],
        ['os-start', true],
        ['os-stop', true],
        [null, false],
      ],
    );
  });

  it('are no longer his once they were taken from him', async () => {
    const { name } = await addUser();
    const desktop = await desktopOf(name);
    const browser = await signedIn(name);
    await pool().query('delete from desktop_assignments where desktop_id = $1', [desktop]);
    assert.deepEqual(await list(browser), []);
    const body = { operation: 'os-stop' };
    assert.equal((await browser.call('POST', `/desk/api/desktops/${desktop}/action`, body)).status, 404);
  });
});

describe('what he did', () => {
  it('stays on record, but without his name once he is erased', async () => {
    const { id, name } = await addUser();
    await signedIn(name);
    const openings = async (): Promise<(string | null)[]> => {
      const rows = await askAuditEvents<{ value: string | null }>(
        service.database,
        `select v.value from audit_event_values v join audit_events e using (trace_id)
          where e.user_id = $1 and v.subject = 'actor'`,
        [id],
      );
      return rows.map(({ value }) => value);
    };
    assert.ok((await openings()).includes(name));
    assert.equal((await service.call('DELETE', `/users/${id}`)).status, 204);
    const erased = await service.call('POST', '/erasures', { user_id: id });
    assert.ok(erased.status < 300, erased.text);
    assert.deepEqual(await eventsOf(id), ['loginToDesk']);
    assert.deepEqual([...new Set(await openings())], [null]);
  });
});

describe('the session of the desk', () => {
  it('ends by the clock, with a new password, and when he is deleted', async () => {
    const ends: [string, string][] = [
      ["update desk_sessions set used_at = now() - interval '30 minutes' where user_id = $1", 'idle'],
      ['update desk_sessions set expires_at = now() where user_id = $1', 'over'],
      ["update desktop_users set password_hash = 'another' where id = $1", 'password'],
      ['delete from desktop_users where id = $1', 'deleted'],
    ];
    for (const [statement, what] of ends) {
      const { id, name } = await addUser();
      const browser = await signedIn(name);
      assert.equal((await browser.call('GET', '/desk/api/desktops')).status, 200);
      await pool().query(statement, [id]);
      assert.equal((await browser.call('GET', '/desk/api/desktops')).status, 401, what);
    }
  });

  it('lets in to nothing but its own calls, nor does a session of the console to these', async () => {
    const { name } = await addUser();
    const browser = await signedIn(name);
    const { paths } = (await service.call('GET', '//openapi.json')).body;
    const { project_id } = service.credentials;
    let asked = 0;
    for (const [template, methods] of Object.entries<Record<string, { security?: unknown[] }>>(paths))
      for (const [method, { security }] of Object.entries(methods)) {
        if (security?.length === 0) continue;
        asked += 1;
        const where = template.replace('{project_id}', project_id).replaceAll(/\{\w+\}/g, 'x');
        const body = method === 'post' || method === 'put' ? {} : undefined;
        assert.equal(
          (await browser.call(method.toUpperCase(), where, body)).status,
          401,
          `${method} ${where}`,
        );
      }
    assert.ok(asked > 150, String(asked));
    const console = openBrowser(service.endpoint);
    await console.call('POST', '/console/api/session', rootSignIn(service));
    assert.equal((await console.call('GET', '/desk/api/desktops')).status, 401);
    const renamed = console.cookie().replace('deskplane-', 'deskplane-desk-');
    const answer = await console.call('GET', '/desk/api/desktops', undefined, { cookie: renamed });
    assert.equal(answer.status, 401);
  });

  it('counts for no page elsewhere', async () => {
    const { name } = await addUser();
    const browser = await signedIn(name);
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'same-site' },
      { 'x-deskplane-console': undefined },
      { 'x-auth-token': service.token },
    ]) {
      assert.equal((await browser.call('GET', '/desk/api/desktops', undefined, headers)).status, 401);
      assert.equal(
        (await openBrowser(service.endpoint).call('POST', path, asUser(name), headers)).status,
        403,
      );
    }
  });
});
