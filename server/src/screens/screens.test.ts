import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { createDesktops } from '../testing/desktopCalls.js';
import { rfbGreeting } from '../testing/fakeScreen.js';
import { askAddress, connectPage, openPage, redeem } from '../testing/screenPageClient.js';
import { type ScreenStage, setScreenStage } from '../testing/screenStage.js';
import { waitUntil } from '../testing/waitUntil.js';

let stage: ScreenStage;
before(async () => {
  stage = await setScreenStage();
});
after(() => stage?.close());

describe('the address of a screen', () => {
  it('is answered as the API has it, with the secret in the fragment', async () => {
    const { url } = await askAddress(stage.service, stage.desktop);
    assert.equal(`${url.origin}${url.pathname}`, `${stage.service.endpoint}/screen/view`);
    assert.equal(url.search, '');
    assert.match(url.hash, /^#token=[\w-]{43}$/);
  });

  it('is good once', async () => {
    const { token } = await askAddress(stage.service, stage.desktop);
    const answers = await Promise.all([
      redeem(stage.service, token),
      redeem(stage.service, token),
      redeem(stage.service, token),
    ]);
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  });

  it('is good for a minute', async () => {
    const { token } = await askAddress(stage.service, stage.desktop);
    await stage.sql(
      `update screen_tickets set expires_at = expires_at - interval '60 seconds' where kind = 'token'`,
    );
    assert.equal((await redeem(stage.service, token)).status, 404);
  });

  it('is kept as a digest only', async () => {
    const { token } = await askAddress(stage.service, stage.desktop);
    const secret = await openPage(stage.service, stage.desktop);
    const { rows } = await stage.sql('select t::text from screen_tickets t');
    const kept = JSON.stringify(rows);
    assert.ok(!kept.includes(token) && !kept.includes(Buffer.from(token).toString('hex')));
    assert.ok(!kept.includes(secret) && !kept.includes(Buffer.from(secret).toString('hex')));
  });

  it('leaves an audit event when it is given out and when it is used, and no secret in either', async () => {
    const [seen] = await createDesktops(stage.service, {});
    const { token } = await askAddress(stage.service, seen);
    const secret = (await redeem(stage.service, token)).body.secret;
    const { rows } = await stage.sql(
      `select convert_from(payload, 'UTF8') as text from log_entries where convert_from(payload, 'UTF8') like '%' || $1 || '%'`,
      [seen],
    );
    for (const name of ['showRemoteConsoleAddress', 'openScreen'])
      assert.equal(rows.filter(({ text }) => text.includes(`"${name}"`)).length, 1, name);
    assert.ok(!rows.some(({ text }) => text.includes(token) || text.includes(secret)));
  });

  it('is opened by no page of another origin', async () => {
    const { token } = await askAddress(stage.service, stage.desktop);
    assert.equal((await redeem(stage.service, token, 'https://elsewhere.example')).status, 403);
    assert.equal((await redeem(stage.service, token)).status, 200);
  });

  it('is refused to those without the right, whether the desktop exists or not', async () => {
    const { headers } = await stage.viewer({ Effect: 'Allow', Action: ['workspace:desktops:get'] });
    for (const id of [stage.desktop, '00000000-0000-4000-8000-000000000000']) {
      const answer = await stage.service.call('GET', `/desktops/${id}/remote-consoles`, undefined, headers);
      assert.equal(answer.status, 403, answer.text);
    }
  });

  it('is refused in plain words while the desktop is off', async () => {
    const [off] = await createDesktops(stage.service, {});
    await stage.sql(`update desktops set status = 'SHUTOFF' where id = $1`, [off]);
    const answer = await stage.service.call('GET', `/desktops/${off}/remote-consoles`);
    assert.equal(answer.status, 409);
    assert.match(answer.text, /SHUTOFF/);
  });
});

describe('the way to a screen', () => {
  it('passes on what the desktop and its viewer say', async () => {
    const page = connectPage(stage.service, await openPage(stage.service, stage.desktop));
    await page.untilShown();
    assert.equal(page.received(), rfbGreeting);
    assert.equal(page.notices[0].type, 'open');
    page.socket.send(Buffer.from('RFB 003.008\n\x01 key'));
    await waitUntil(() => stage.screen.received().includes('\x01 key'), 'the desktop hears the viewer');
    page.socket.close();
  });

  it('may be taken again with the same secret, until the viewer signs off', async () => {
    const secret = await openPage(stage.service, stage.desktop);
    for (const again of [false, true]) {
      const page = connectPage(stage.service, secret, { again });
      await page.untilShown();
      page.socket.close(again ? 4001 : 1000);
      await once(page.socket, 'close');
    }
    await waitUntil(async () => {
      const page = connectPage(stage.service, secret);
      await waitUntil(() => page.received() !== '' || page.closedAt() !== undefined, 'an answer');
      page.socket.terminate();
      return page.notices.some(({ why }) => why === 'rights');
    }, 'the secret is worth nothing');
  });

  it('is open to no page of another origin, and to no program that names none', async () => {
    const secret = await openPage(stage.service, stage.desktop);
    for (const origin of ['https://elsewhere.example', 'null', `${stage.service.endpoint}.example`]) {
      const page = connectPage(stage.service, secret, { origin });
      assert.equal(await page.untilEnded(), 'without a word');
    }
    const bare = new WebSocket(`${stage.service.endpoint.replace('http', 'ws')}/screen/socket`);
    const [, response] = await once(bare, 'unexpected-response');
    assert.equal(response.statusCode, 403);
  });

  it('is closed to a secret that is nobody’s, to a token, and to whatever is no greeting', async () => {
    const { token } = await askAddress(stage.service, stage.desktop);
    assert.equal(await connectPage(stage.service, 'a'.repeat(43)).untilEnded(), 'rights');
    assert.equal(await connectPage(stage.service, token).untilEnded(), 'rights');
    assert.equal(await connectPage(stage.service, 'short').untilEnded(), 'viewer');
  });

  it('tells the viewer when the desktop is not there', async () => {
    const secret = await openPage(stage.service, stage.desktop);
    stage.path = undefined;
    try {
      assert.equal(await connectPage(stage.service, secret).untilEnded(), 'lost');
    } finally {
      stage.path = stage.screen.path;
    }
  });

  it('cuts a viewer who says text where the screen is spoken to', async () => {
    const page = connectPage(stage.service, await openPage(stage.service, stage.desktop));
    await page.untilShown();
    page.socket.send('hello');
    assert.equal(await page.untilEnded(), 'viewer');
  });

  it('ends a message that is too long', async () => {
    const page = connectPage(stage.service, await openPage(stage.service, stage.desktop));
    await page.untilShown();
    page.socket.send(Buffer.alloc(2 * 1024 * 1024));
    await page.untilEnded();
    assert.equal(page.socket.readyState, WebSocket.CLOSED);
  });

  it('lets no more than ten look at one desktop', async () => {
    const [crowded] = await createDesktops(stage.service, {});
    const pages = [];
    for (let index = 0; index < 10; index += 1) {
      const page = connectPage(stage.service, await openPage(stage.service, crowded));
      await page.untilShown();
      pages.push(page);
    }
    assert.equal(
      await connectPage(stage.service, await openPage(stage.service, crowded)).untilEnded(),
      'full',
    );
    for (const page of pages) page.socket.close();
  });

  it('holds the desktop back while its viewer does not read, and cuts him who never does', async () => {
    const page = connectPage(stage.service, await openPage(stage.service, stage.desktop));
    await page.untilShown();
    page.socket.pause();
    const [talker] = [...stage.screen.sockets].slice(-1);
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
    const { who, headers } = await stage.viewer();
    const secret = await openPage(stage.service, stage.desktop, headers);
    await within(connectPage(stage.service, secret), () => who.revoke(who.policyIds[0] ?? ''));
    assert.equal(await connectPage(stage.service, secret).untilEnded(), 'rights');
  });

  it('when he is disabled', async () => {
    const { who, headers } = await stage.viewer();
    await within(connectPage(stage.service, await openPage(stage.service, stage.desktop, headers)), () =>
      stage.users.root('PATCH', `/v3/users/${who.id}`, { user: { enabled: false } }),
    );
  });

  it('when his token is revoked', async () => {
    const { headers } = await stage.viewer();
    await within(connectPage(stage.service, await openPage(stage.service, stage.desktop, headers)), () =>
      fetch(`${stage.service.endpoint}/v3/auth/tokens`, {
        method: 'DELETE',
        headers: { ...headers, 'x-subject-token': headers['x-auth-token'] },
      }),
    );
  });

  it('when the desktop is deleted, and hears when that was', async () => {
    const [going] = await createDesktops(stage.service, {});
    const secret = await openPage(stage.service, going);
    const page = connectPage(stage.service, secret);
    await page.untilShown();
    await stage.service.call('DELETE', `/desktops/${going}`);
    assert.equal(await page.untilEnded(), 'deleted');
    const { at } = page.notices.at(-1);
    assert.ok(Math.abs(Date.parse(at) - Date.now()) < 600_000, at);
    await waitUntil(
      async () => (await stage.service.call('GET', `/desktops/${going}`)).status === 404,
      'the desktop is gone',
    );
    assert.equal(await connectPage(stage.service, secret).untilEnded(), 'deleted');
  });
});
