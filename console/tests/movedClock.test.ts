import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '@deskplane/server/testing/desktopCalls.js';
import { callService, signIn, type TestService } from '@deskplane/server/testing/startTestService.js';
import { assertAccessible, type ConsoleBrowser, keepPicture, openConsole } from './consoleBrowser.js';

const words = { en: '1 day, 1 hour', 'zh-CN': '1天1小时' } as const;

describe('a clock that tests have moved, in the console', () => {
  let console_: ConsoleBrowser;
  /** The service, called with a token of now: those of before have expired. */
  let fresh: TestService;
  before(async () => {
    console_ = await openConsole();
    const { service } = console_;
    const ask = async (method: string, path: string, body?: unknown) => {
      const token = await signIn(service.endpoint, service.credentials);
      return callService(service.endpoint, method, path, body, { 'x-auth-token': token });
    };
    const inProject = (path: string) => `/v2/${service.credentials.project_id}${path}`;
    fresh = { ...service, call: (method, path, body) => ask(method, inProject(path), body) };
    const moved = await ask('POST', '/_deskplane/clock', { move_by_seconds: 25 * 3_600 });
    assert.equal(moved.status, 200, moved.text);
  });
  after(() => console_?.close());

  for (const language of ['en', 'zh-CN'] as const)
    it(`is named on the overview, and where a receipt of that time is shown, in ${language}`, async () => {
      const [id] = await createDesktops(fresh, { desktop_name: `late-${language === 'en' ? 1 : 2}` });
      assert.ok(id);
      await fresh.call('DELETE', `/desktops/${id}`);
      await showUntilGone(fresh, id);
      const page = await console_.openSignedIn('/console/overview', { language });
      await page.getByText(words[language]).waitFor();
      await assertAccessible(page, 'the overview');
      await keepPicture(page, `overview-moved-clock-${language}`);
      await page.goto(`${console_.service.endpoint}/console/deletions/${id}`);
      await page.getByText(words[language]).waitFor();
      await assertAccessible(page, 'the deletion');
      await keepPicture(page, `receipt-moved-clock-${language}`);
      await page.context().close();
    });
});
