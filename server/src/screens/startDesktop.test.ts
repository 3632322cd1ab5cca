import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { askAuditEvents } from '../testing/askAuditEvents.js';
import { createDesktops } from '../testing/desktopCalls.js';
import { connectPage, openPage } from '../testing/screenPageClient.js';
import { type ScreenStage, setScreenStage } from '../testing/screenStage.js';
import { callService, type TestAnswer } from '../testing/startTestService.js';
import { waitUntil } from '../testing/waitUntil.js';

const look = 'workspace:desktops:createConsole';
const operate = 'workspace:desktops:operate';

describe('a desktop that is switched off while its screen is open', () => {
  let stage: ScreenStage;
  before(async () => {
    stage = await setScreenStage();
  });
  after(() => stage?.close());

  const start = (secret: string, origin = stage.service.endpoint): Promise<TestAnswer> =>
    callService(stage.service.endpoint, 'POST', '/screen/start', undefined, {
      origin,
      'x-deskplane-screen': secret,
    });
  const statusOf = async (id: string): Promise<string> =>
    (await stage.service.call('GET', `/desktops/${id}`)).body.desktop.status;
  /** A page that somebody has opened, of a desktop that was switched off since. */
  async function openAndSwitchOff(
    actions: readonly string[],
  ): Promise<{ id: string; secret: string; viewer: string }> {
    const [id] = await createDesktops(stage.service, {});
    const { who, headers } = await stage.viewer({ Effect: 'Allow', Action: [...actions] });
    const secret = await openPage(stage.service, id, headers);
    const page = connectPage(stage.service, secret);
    await page.untilShown();
    const body = { desktop_ids: [id], op_type: 'os-stop', type: 'SOFT' };
    assert.equal((await stage.service.call('POST', '/desktops/action', body)).status, 200);
    assert.equal(await page.untilEnded(), 'stopped');
    await waitUntil(async () => (await statusOf(id)) === 'SHUTOFF', 'it is off');
    return { id, secret, viewer: who.id };
  }
  async function offered(secret: string): Promise<unknown> {
    const page = connectPage(stage.service, secret, { again: true });
    assert.equal(await page.untilEnded(), 'stopped');
    return page.notices.at(-1).may_start;
  }

  it('is started from the page by who may, and shown again; the log says by whom', async () => {
    const { id, secret, viewer } = await openAndSwitchOff([look, operate]);
    assert.equal(await offered(secret), true);
    const answer = await start(secret);
    assert.equal(answer.status, 204, answer.text);
    await waitUntil(async () => (await statusOf(id)) === 'ACTIVE', 'it runs');
    const page = connectPage(stage.service, secret, { again: true });
    await page.untilShown();
    page.socket.terminate();
    const rows = await askAuditEvents(
      stage.service.database,
      `select user_id, code from audit_events where trace_name = 'startShownDesktop' and resource_id = $1`,
      [id],
    );
    assert.deepEqual(rows, [{ user_id: viewer, code: '204' }]);
  });

  it('S4: is not offered to who may only look, and not started for him', async () => {
    const { id, secret } = await openAndSwitchOff([look]);
    assert.equal(await offered(secret), false);
    const answer = await start(secret);
    assert.equal(answer.status, 403, answer.text);
    assert.ok(answer.text.includes('DPL.0403'), answer.text);
    assert.equal(await statusOf(id), 'SHUTOFF');
  });

  it('S4: is not started by a page of another origin, without the secret, or once the right to look is gone', async () => {
    const { id, secret } = await openAndSwitchOff([look, operate]);
    assert.equal((await start(secret, 'https://elsewhere.example')).status, 403);
    assert.equal((await start('a'.repeat(43))).status, 401);
    assert.equal((await start('')).status, 401);
    assert.equal(await statusOf(id), 'SHUTOFF');
    const { id: other, secret: stale } = await openAndSwitchOff([look, operate]);
    await stage.service.call('DELETE', `/desktops/${other}`);
    await waitUntil(
      async () => (await stage.service.call('GET', `/desktops/${other}`)).status === 404,
      'it is gone',
    );
    assert.ok([403, 404].includes((await start(stale)).status));
  });
});
