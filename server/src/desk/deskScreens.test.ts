import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Browser, openBrowser } from '../testing/browser.js';
import { createDesktops } from '../testing/desktopCalls.js';
import { type FakeScreen, startFakeScreen } from '../testing/fakeScreen.js';
import { connectPage, type PageClient, redeem } from '../testing/screenPageClient.js';
import { callService, startTestService, type TestService } from '../testing/startTestService.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';
import { waitUntil } from '../testing/waitUntil.js';

const password = 'Chosen-by-user-2';
let directory: TemporaryDirectory;
let screen: FakeScreen;
let service: TestService;
before(async () => {
  directory = await makeTemporaryDirectory();
  screen = await startFakeScreen(directory.path);
  service = await startTestService({
    engine: (simulated) => ({ ...simulated, screens: { socketOf: async () => screen.path } }),
  });
});
after(async () => {
  await service.remove();
  await screen.close();
  await directory.remove();
});

interface Worker {
  readonly id: string;
  readonly browser: Browser;
  readonly desktop: string;
}

let made = 0;
async function worker(): Promise<Worker> {
  const name = `worker-${(made += 1)}`;
  const user = { user_name: name, user_email: `${name}@example.com` };
  const more = { active_type: 'ADMIN_ACTIVATE', password, next_login_change_password: false };
  const { id } = (await service.call('POST', '/users', { ...user, ...more })).body;
  const [desktop] = await createDesktops(service, { desktops: [{ ...user, computer_name: `pc-${name}` }] });
  const browser = openBrowser(service.endpoint);
  const { enterprise_id } = (await service.call('GET', '/workspaces')).body;
  const answer = await browser.call('POST', '/desk/api/session', {
    enterprise_id,
    user_name: name,
    password,
  });
  assert.equal(answer.status, 200, answer.text);
  return { id, browser, desktop };
}

const open = (browser: Browser, desktop: string) =>
  browser.call('POST', `/desk/api/desktops/${desktop}/screen`);

async function shown({ browser, desktop }: Worker): Promise<{ page: PageClient; secret: string }> {
  const { status, text, body } = await open(browser, desktop);
  assert.equal(status, 200, text);
  const token = new URLSearchParams(new URL(body.url).hash.slice(1)).get('token') ?? '';
  const { secret } = (await redeem(service, token)).body;
  const page = connectPage(service, secret);
  await page.untilShown();
  return { page, secret };
}

describe('the screen of his own desktop', () => {
  it('is shown to him as to the one whose desktop it is, whether he uses the desk or not', async () => {
    const user = await worker();
    const { page, secret } = await shown(user);
    assert.equal(page.notices[0].own, true);
    const { rows } = await service.database.pool.query<{ desktop_user_id: string }>(
      'select desktop_user_id from screen_connections where viewer_id = $1',
      [user.id],
    );
    assert.deepEqual(rows, [{ desktop_user_id: user.id }]);
    await service.database.pool.query(
      "update desk_sessions set used_at = now() - interval '1 hour' where user_id = $1",
      [user.id],
    );
    page.socket.terminate();
    const again = connectPage(service, secret, { again: true });
    await again.untilShown();
    again.socket.terminate();
  });

  it('is started by him from the open page when it was switched off; not once it was taken from him', async () => {
    const user = await worker();
    const { page, secret } = await shown(user);
    const off = { desktop_ids: [user.desktop], op_type: 'os-stop', type: 'SOFT' };
    const statusIs = (wanted: string) =>
      waitUntil(
        async () => (await service.call('GET', `/desktops/${user.desktop}`)).body.desktop.status === wanted,
        wanted,
      );
    const start = () =>
      callService(service.endpoint, 'POST', '/screen/start', undefined, {
        origin: service.endpoint,
        'x-deskplane-screen': secret,
      });
    await service.call('POST', '/desktops/action', off);
    assert.equal(await page.untilEnded(), 'stopped');
    await statusIs('SHUTOFF');
    const offered = connectPage(service, secret, { again: true });
    assert.equal(await offered.untilEnded(), 'stopped');
    assert.equal(offered.notices.at(-1).may_start, true);
    assert.equal((await start()).status, 204);
    await statusIs('ACTIVE');
    const again = connectPage(service, secret, { again: true });
    await again.untilShown();
    await service.call('POST', '/desktops/action', off);
    await statusIs('SHUTOFF');
    await service.call('POST', '/desktops/detach', { desktop_ids: [user.desktop] });
    assert.equal((await start()).status, 401);
    await statusIs('SHUTOFF');
  });

  it('is taken from him when the desktop goes into maintenance, and not opened to him as long as that lasts', async () => {
    const user = await worker();
    const { page } = await shown(user);
    const maintain = (in_maintenance_mode: boolean) =>
      service.call('PUT', '/desktops/maintenance-mode', { desktop_ids: [user.desktop], in_maintenance_mode });
    assert.equal((await maintain(true)).status, 200);
    assert.equal(await page.untilEnded(), 'rights');
    const refused = await open(user.browser, user.desktop);
    assert.deepEqual([refused.status, refused.body.error_code], [409, 'WKS.00010032']);
    assert.equal((await maintain(false)).status, 200);
    const { page: again } = await shown(user);
    again.socket.terminate();
  });

  it('is opened by no other user', async () => {
    const [one, other] = [await worker(), await worker()];
    assert.equal((await open(one.browser, other.desktop)).status, 404);
  });

  it('is open to him as a member of the group that has the desktop, and goes when he leaves it', async () => {
    const user = await worker();
    const { id } = (await service.call('POST', '/groups', { group_name: 'Shift', platform_type: 'LOCAL' }))
      .body;
    const change = (op_type: string) =>
      service.call('POST', `/groups/${id}/actions`, { op_type, user_ids: [user.id] });
    const [desktop] = await createDesktops(service, {
      desktop_type: 'SHARED',
      desktops: [{ computer_name: 'shift-pc' }],
    });
    const attach_user_infos = [{ user_name: 'Shift', type: 'GROUP' }];
    await service.call('POST', '/desktops/attach', {
      desktops: [{ desktop_id: desktop, attach_user_infos }],
    });
    assert.equal((await open(user.browser, desktop)).status, 404);
    assert.equal((await change('ADD')).status, 204);
    const { page } = await shown({ ...user, desktop });
    assert.equal(page.notices[0].own, true);
    assert.equal((await change('DELETE')).status, 204);
    assert.equal(await page.untilEnded(), 'rights');
    assert.equal((await open(user.browser, desktop)).status, 404);
  });

  const ends: [string, (user: Worker) => Promise<{ status: number }>][] = [
    ['he signs out', ({ browser }) => browser.call('DELETE', '/desk/api/session')],
    ['he is disabled', ({ id }) => service.call('PUT', `/users/${id}`, { disabled: true })],
    [
      'the desktop is taken from him',
      ({ desktop }) => service.call('POST', '/desktops/detach', { desktop_ids: [desktop] }),
    ],
  ];
  for (const [when, end] of ends)
    it(`goes when ${when}`, async () => {
      const user = await worker();
      const { page } = await shown(user);
      const ended = await end(user);
      assert.ok(ended.status < 300, JSON.stringify(ended));
      assert.equal(await page.untilEnded(), 'rights');
    });
});
