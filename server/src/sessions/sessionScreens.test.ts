import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser, rootSignIn } from '../testing/browser.js';
import { createDesktops } from '../testing/desktopCalls.js';
import { type FakeScreen, startFakeScreen } from '../testing/fakeScreen.js';
import { connectPage, redeem } from '../testing/screenPageClient.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';

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

describe('a screen that was opened in a session', () => {
  it('is shown while the console is not used, and no longer once its viewer has signed out', async () => {
    const [desktop] = await createDesktops(service, {});
    const browser = openBrowser(service.endpoint);
    await browser.signIn(rootSignIn(service));
    const where = `/v2/${service.credentials.project_id}/desktops/${desktop}/remote-consoles`;
    const { body } = await browser.call('GET', where);
    const token = new URLSearchParams(new URL(body.url).hash.slice(1)).get('token') ?? '';
    const { secret } = (await redeem(service, token)).body;
    await service.database.pool.query("update browser_sessions set used_at = now() - interval '1 hour'");
    const page = connectPage(service, secret);
    await page.untilShown();
    const again = openBrowser(service.endpoint);
    await again.signIn(rootSignIn(service));
    assert.equal((await again.call('DELETE', '/console/api/session?everywhere=true')).status, 204);
    assert.equal(await page.untilEnded(), 'rights');
  });
});
