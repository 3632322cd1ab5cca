import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Browser, openBrowser, rootSignIn } from '../testing/browser.js';
import { startTestService, type TestService } from '../testing/startTestService.js';

const path = '/console/api/session';
let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

async function signedIn(): Promise<Browser> {
  const browser = openBrowser(service.endpoint);
  const answer = await browser.signIn(rootSignIn(service));
  assert.equal(answer.status, 200, answer.text);
  return browser;
}

describe('signing in with a browser', () => {
  it('says who is in, and in which projects', async () => {
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
    assert.equal(again.body.user.name, credentials.user_name);
    const desktops = await browser.call('GET', `/v2/${credentials.project_id}/desktops`);
    assert.equal(desktops.status, 200, desktops.text);
    assert.equal((await browser.call('GET', '/v3/users')).status, 200);
  });

  it('ends with signing out', async () => {
    const browser = await signedIn();
    const other = await signedIn();
    const kept = browser.cookie();
    assert.equal((await browser.call('DELETE', path)).status, 204);
    assert.equal(browser.cookie(), '');
    const answer = await browser.call('GET', path, undefined, { cookie: kept });
    assert.equal(answer.status, 401);
    assert.deepEqual(answer.body.sign_in, { allowed: true });
    assert.equal((await browser.call('GET', '/v3/users', undefined, { cookie: kept })).status, 401);
    assert.equal((await other.call('GET', '/v3/users')).status, 200);
  });
});
