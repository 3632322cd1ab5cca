import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { createDesktops } from '../testing/desktopCalls.js';
import { type FakeScreen, rfbGreeting, startFakeScreen } from '../testing/fakeScreen.js';
import { askToken } from '../testing/identityCalls.js';
import { createPolicyUsers, type PolicyUsers } from '../testing/policyUsers.js';
import { askAddress, connectPage, openPage, redeem } from '../testing/screenPageClient.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';
import { waitUntil } from '../testing/waitUntil.js';

const password = 'a password of tests 1';
const allow = { Effect: 'Allow', Action: ['workspace:desktops:createConsole'] };

let directory: TemporaryDirectory;
let screen: FakeScreen;
let service: TestService;
let users: PolicyUsers;
let desktop: string;
let path: string | undefined;
before(async () => {
  directory = await makeTemporaryDirectory();
  screen = await startFakeScreen(directory.path);
  path = screen.path;
  service = await startTestService({
    engine: (simulated) => ({ ...simulated, screens: { socketOf: async () => path } }),
  });
  users = await createPolicyUsers(service);
  [desktop] = await createDesktops(service, {});
});
after(async () => {
  await service.remove();
  await screen.close();
  await directory.remove();
});

const sql = (text: string, values: unknown[] = []) => service.database.pool.query(text, values);
const statusOf = async (id = desktop): Promise<string> =>
  (await service.call('GET', `/desktops/${id}`)).body.desktop.login_status;

let made = 0;
async function viewer(policy: object = allow) {
  const name = `viewer-${(made += 1)}`;
  const who = await users.add(name, { identity: [policy] });
  const scope = { project: { id: service.credentials.project_id } };
  const answer = await askToken(service, { name, password, scope });
  return { who, name, headers: { 'x-auth-token': answer.headers.get('x-subject-token') ?? '' } };
}

describe('the address of a screen', () => {
  it('is answered as the API has it, with the secret in the fragment', async () => {
    const { url } = await askAddress(service, desktop);
    assert.equal(`${url.origin}${url.pathname}`, `${service.endpoint}/screen/view`);
    assert.equal(url.search, '');
    assert.match(url.hash, /^#token=[\w-]{43}$/);
  });

  it('is good once', async () => {
    const { token } = await askAddress(service, desktop);
    const answers = await Promise.all([
      redeem(service, token),
      redeem(service, token),
      redeem(service, token),
    ]);
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  });

  it('is good for a minute', async () => {
    const { token } = await askAddress(service, desktop);
    await sql(
      `update screen_tickets set expires_at = expires_at - interval '60 seconds' where kind = 'token'`,
    );
    assert.equal((await redeem(service, token)).status, 404);
  });

  it('is kept as a digest only', async () => {
    const { token } = await askAddress(service, desktop);
    const secret = await openPage(service, desktop);
    const { rows } = await sql('select t::text from screen_tickets t');
    const kept = JSON.stringify(rows);
    assert.ok(!kept.includes(token) && !kept.includes(Buffer.from(token).toString('hex')));
    assert.ok(!kept.includes(secret) && !kept.includes(Buffer.from(secret).toString('hex')));
  });

  it('is opened by no page of another origin', async () => {
    const { token } = await askAddress(service, desktop);
    assert.equal((await redeem(service, token, 'https://elsewhere.example')).status, 403);
    assert.equal((await redeem(service, token)).status, 200);
  });

  it('is refused to those without the right, whether the desktop exists or not', async () => {
    const { headers } = await viewer({ Effect: 'Allow', Action: ['workspace:desktops:get'] });
    for (const id of [desktop, '00000000-0000-4000-8000-000000000000']) {
      const answer = await service.call('GET', `/desktops/${id}/remote-consoles`, undefined, headers);
      assert.equal(answer.status, 403, answer.text);
    }
  });

  it('is refused in plain words while the desktop is off', async () => {
    const [off] = await createDesktops(service, {});
    await sql(`update desktops set status = 'SHUTOFF' where id = $1`, [off]);
    const answer = await service.call('GET', `/desktops/${off}/remote-consoles`);
    assert.equal(answer.status, 409);
    assert.match(answer.text, /SHUTOFF/);
  });
});

describe('the way to a screen', () => {
  it('passes on what the desktop and its viewer say', async () => {
    const page = connectPage(service, await openPage(service, desktop));
    await page.untilShown();
    assert.equal(page.received(), rfbGreeting);
    assert.equal(page.notices[0].type, 'open');
    page.socket.send(Buffer.from('RFB 003.008\n\x01 key'));
    await waitUntil(() => screen.received().includes('\x01 key'), 'the desktop hears the viewer');
    page.socket.close();
  });

  it('may be taken again with the same secret, until the viewer signs off', async () => {
    const secret = await openPage(service, desktop);
    for (const again of [false, true]) {
      const page = connectPage(service, secret, { again });
      await page.untilShown();
      page.socket.close(again ? 4001 : 1000);
      await once(page.socket, 'close');
    }
    await waitUntil(async () => {
      const page = connectPage(service, secret);
      await waitUntil(() => page.received() !== '' || page.closedAt() !== undefined, 'an answer');
      page.socket.terminate();
      return page.notices.some(({ why }) => why === 'rights');
    }, 'the secret is worth nothing');
  });

  it('is open to no page of another origin, and to no program that names none', async () => {
    const secret = await openPage(service, desktop);
    for (const origin of ['https://elsewhere.example', 'null', `${service.endpoint}.example`]) {
      const page = connectPage(service, secret, { origin });
      assert.equal(await page.untilEnded(), 'without a word');
    }
    const bare = new WebSocket(`${service.endpoint.replace('http', 'ws')}/screen/socket`);
    const [, response] = await once(bare, 'unexpected-response');
    assert.equal(response.statusCode, 403);
  });

  it('is closed to a secret that is nobody’s, to a token, and to whatever is no greeting', async () => {
    const { token } = await askAddress(service, desktop);
    assert.equal(await connectPage(service, 'a'.repeat(43)).untilEnded(), 'rights');
    assert.equal(await connectPage(service, token).untilEnded(), 'rights');
    assert.equal(await connectPage(service, 'short').untilEnded(), 'viewer');
  });

  it('tells the viewer when the desktop is not there', async () => {
    const secret = await openPage(service, desktop);
    path = undefined;
    try {
      assert.equal(await connectPage(service, secret).untilEnded(), 'lost');
    } finally {
      path = screen.path;
    }
  });

  it('cuts a viewer who says text where the screen is spoken to', async () => {
    const page = connectPage(service, await openPage(service, desktop));
    await page.untilShown();
    page.socket.send('hello');
    assert.equal(await page.untilEnded(), 'viewer');
  });

  it('ends a message that is too long', async () => {
    const page = connectPage(service, await openPage(service, desktop));
    await page.untilShown();
    page.socket.send(Buffer.alloc(2 * 1024 * 1024));
    await page.untilEnded();
    assert.equal(page.socket.readyState, WebSocket.CLOSED);
  });

  it('lets no more than ten look at one desktop', async () => {
    const [crowded] = await createDesktops(service, {});
    const pages = [];
    for (let index = 0; index < 10; index += 1) {
      const page = connectPage(service, await openPage(service, crowded));
      await page.untilShown();
      pages.push(page);
    }
    assert.equal(await connectPage(service, await openPage(service, crowded)).untilEnded(), 'full');
    for (const page of pages) page.socket.close();
  });

  it('holds the desktop back while its viewer does not read, and cuts him who never does', async () => {
    const page = connectPage(service, await openPage(service, desktop));
    await page.untilShown();
    page.socket.pause();
    const [talker] = [...screen.sockets].slice(-1);
    assert.ok(talker);
    const chunk = Buffer.alloc(1024 * 1024);
    let written = 0;
    while (talker.write(chunk) || talker.writableLength < 16 * chunk.length) written += chunk.length;
    assert.ok(talker.writableLength > 0, `all of ${written} bytes were taken`);
    await waitUntil(() => talker.destroyed, 'the slow reader is cut');
    page.socket.terminate();
  });
});

describe('D12: a viewer is cut within a second', () => {
  const within = async (page: ReturnType<typeof connectPage>, end: () => Promise<unknown>): Promise<void> => {
    await page.untilShown();
    await end();
    assert.equal(await page.untilEnded(), 'rights');
  };

  it('when the policy is taken away, and does not come back with his secret', async () => {
    const { who, headers } = await viewer();
    const secret = await openPage(service, desktop, headers);
    await within(connectPage(service, secret), () => who.revoke(who.policyIds[0] ?? ''));
    assert.equal(await connectPage(service, secret).untilEnded(), 'rights');
  });

  it('when he is disabled', async () => {
    const { who, headers } = await viewer();
    await within(connectPage(service, await openPage(service, desktop, headers)), () =>
      users.root('PATCH', `/v3/users/${who.id}`, { user: { enabled: false } }),
    );
  });

  it('when his token is revoked', async () => {
    const { headers } = await viewer();
    await within(connectPage(service, await openPage(service, desktop, headers)), () =>
      fetch(`${service.endpoint}/v3/auth/tokens`, {
        method: 'DELETE',
        headers: { ...headers, 'x-subject-token': headers['x-auth-token'] },
      }),
    );
  });

  it('when the desktop is deleted, and hears when that was', async () => {
    const [going] = await createDesktops(service, {});
    const secret = await openPage(service, going);
    const page = connectPage(service, secret);
    await page.untilShown();
    await service.call('DELETE', `/desktops/${going}`);
    assert.equal(await page.untilEnded(), 'deleted');
    const { at } = page.notices.at(-1);
    assert.ok(Math.abs(Date.parse(at) - Date.now()) < 600_000, at);
    await waitUntil(
      async () => (await service.call('GET', `/desktops/${going}`)).status === 404,
      'the desktop is gone',
    );
    assert.equal(await connectPage(service, secret).untilEnded(), 'deleted');
  });
});

describe('what is on record of viewers', () => {
  it('login_status says whether somebody looks', async () => {
    const [looked] = await createDesktops(service, {});
    assert.equal(await statusOf(looked), 'REGISTERED');
    const page = connectPage(service, await openPage(service, looked));
    await page.untilShown();
    await waitUntil(async () => (await statusOf(looked)) === 'CONNECTED', 'CONNECTED');
    page.socket.close();
    await waitUntil(async () => (await statusOf(looked)) === 'DISCONNECTED', 'DISCONNECTED');
  });

  it('all viewers see who looks on without being a user of the desktop, and the log says it', async () => {
    const { name, headers } = await viewer();
    const [owned] = await createDesktops(service, {
      desktops: [{ user_name: name, user_email: `${name}@example.com`, computer_name: `of-${name}` }],
    });
    const own = connectPage(service, await openPage(service, owned, headers));
    await own.untilShown();
    assert.equal(own.notices[0].own, true);
    const root = connectPage(service, await openPage(service, owned));
    await root.untilShown();
    assert.equal(root.notices[0].own, false);
    const shown = (names: string[]) => () =>
      own.notices.some((notice) => notice.type === 'onlookers' && notice.names.join() === names.join());
    await waitUntil(shown([service.credentials.user_name]), 'the user sees who looks on');
    root.socket.close();
    await waitUntil(() => {
      const last = own.notices.findLast((notice) => notice.type === 'onlookers');
      return last.names.length === 0;
    }, 'the user sees that he is alone again');
    own.socket.close();
    await waitUntil(async () => {
      const { rows } = await sql(
        `select payload from log_entries where payload::text like '%leaveDesktopScreen%'`,
      );
      return rows.some(({ payload }) => JSON.stringify(payload).includes(owned));
    }, 'the log says when he left');
  });

  it('a connection whose process died ends at its last beat', async () => {
    const id = '0d000000-0000-4000-8000-000000000001';
    const host = '0d000000-0000-4000-8000-000000000002';
    await sql(`insert into screen_hosts values ($1, '2026-01-01T00:00:10Z')`, [host]);
    await sql(
      `insert into screen_connections (id, host_id, project_id, desktop_id, computer_name, viewer_id, user_name,
         is_reconnect, started_at)
       select $1, $2, project_id, id, computer_name, 'v', 'dead', false, '2026-01-01T00:00:00Z' from desktops where id = $3`,
      [id, host, desktop],
    );
    await waitUntil(async () => {
      const { rows } = await sql('select ended_at from screen_connections where id = $1', [id]);
      return rows[0].ended_at?.toISOString() === '2026-01-01T00:00:10.000Z';
    }, 'the end');
  });
});
