import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { type Browser, openBrowser, rootSignIn } from '../testing/browser.js';
import { createPolicyUsers, type PolicyUser } from '../testing/policyUsers.js';
import { callService, startTestService, type TestService } from '../testing/startTestService.js';

const path = '/console/api/session';
let service: TestService;
let browser: Browser;
let somebody: PolicyUser;
before(async () => {
  service = await startTestService();
  browser = openBrowser(service.endpoint);
  assert.equal((await browser.signIn(rootSignIn(service))).status, 200);
  somebody = await (await createPolicyUsers(service)).add('somebody');
});
after(() => service.remove());

/** What a browser says of requests that it was made to send by somebody else, or that it may send itself. */
const requests = (): [string, Record<string, string | undefined>, boolean][] => {
  const { endpoint } = service;
  const none = { origin: undefined };
  return [
    ['of our page', { origin: endpoint }, true],
    ['of our page, by Fetch Metadata alone', { ...none, 'sec-fetch-site': 'same-origin' }, true],
    ['of our page, which says no more than its address', { ...none, referer: `${endpoint}/console/x` }, true],
    ['of our page, asking by itself', { 'x-deskplane-console': 'background' }, true],
    ['without our header', { 'x-deskplane-console': undefined }, false],
    ['with another value in our header', { 'x-deskplane-console': 'true' }, false],
    ['of a page elsewhere', { origin: 'https://evil.example' }, false],
    ['of a page on another port', { origin: 'http://127.0.0.1:1' }, false],
    ['of our host by another scheme', { origin: endpoint.replace('http:', 'https:') }, false],
    ['of a sandboxed page', { origin: 'null' }, false],
    ['of a page elsewhere that claims our origin', { 'sec-fetch-site': 'cross-site' }, false],
    ['of another port, by Fetch Metadata', { 'sec-fetch-site': 'same-site' }, false],
    ['typed by a user', { ...none, 'sec-fetch-site': 'none' }, false],
    ['of a page elsewhere, by its address', { ...none, referer: 'https://evil.example/console' }, false],
    ['that nothing speaks for', none, false],
    ['with a token beside', { 'x-auth-token': 'none' }, false],
    ['with an empty token beside', { 'x-auth-token': ' ' }, false],
    ['with a signature beside', { authorization: 'SDK-HMAC-SHA256 nonsense' }, false],
  ];
};

describe('a cookie alone lets nobody in', () => {
  it('whatever made the browser send it', async () => {
    const { project_id } = service.credentials;
    for (const [what, headers, counts] of requests()) {
      const read = await browser.call('GET', `/v2/${project_id}/desktops`, undefined, headers);
      assert.equal(read.status, counts ? 200 : 401, `${what}: ${read.text}`);
      const session = await browser.call('GET', path, undefined, headers);
      assert.equal(session.status, counts ? 200 : 401, `${what}: ${session.text}`);
      const name = `written-${what.length}`;
      const project = {
        name: `${service.credentials.project_name}_${name}`,
        domain_id: service.credentials.domain_id,
      };
      const written = await browser.call('POST', '/v3/projects', { project }, headers);
      assert.equal(written.status, counts ? 201 : 401, `${what}: ${written.text}`);
    }
  });

  it('beside a token: the token alone says who it is', async () => {
    const { body } = await somebody.call('GET', '/v5/caller-identity', undefined, {
      cookie: browser.cookie(),
      'x-deskplane-console': '1',
      origin: service.endpoint,
    });
    assert.equal(body.principal_id, somebody.id);
  });

  it('of another service of the host, or sent twice, is none', async () => {
    const [name = '', secret = ''] = browser.cookie().split('=');
    const other = await browser.call('GET', path, undefined, { cookie: `deskplane-00000000=${secret}` });
    assert.equal(other.status, 401);
    const prefixed = await browser.call('GET', path, undefined, { cookie: `__Host-${name}=${secret}` });
    assert.equal(prefixed.status, 401);
    const twice = await browser.call('GET', path, undefined, {
      cookie: `${name}=${'x'.repeat(43)}; ${name}=${secret}`,
    });
    assert.equal(twice.status, 401);
    const beside = await browser.call('GET', path, undefined, { cookie: `a=b; ${name}=${secret}; c` });
    assert.equal(beside.status, 200);
  });

  it('opens no screen', async () => {
    const [, secret] = browser.cookie().split('=');
    const socket = new WebSocket(`${service.endpoint.replace('http', 'ws')}/screen/socket`, {
      headers: { cookie: browser.cookie(), origin: service.endpoint, 'x-deskplane-console': '1' },
    });
    await once(socket, 'open');
    socket.send(JSON.stringify({ secret }));
    const [code, why] = await once(socket, 'close');
    assert.deepEqual([code, String(why)], [4000, 'rights']);
  });
});

describe('signing in from elsewhere', () => {
  it('is refused: nobody is to work in an account that somebody else has signed him in to', async () => {
    const who = rootSignIn(service);
    const form = new URLSearchParams(who).toString();
    for (const type of [
      'application/x-www-form-urlencoded',
      'text/plain',
      'multipart/form-data; boundary=x',
    ]) {
      const answer = await callService(service.endpoint, 'POST', path, form, {
        'content-type': type,
        origin: 'https://evil.example',
      });
      assert.equal(answer.status, 415, type);
      assert.deepEqual(answer.headers.getSetCookie(), []);
    }
    for (const [what, headers, counts] of requests()) {
      const answer = await openBrowser(service.endpoint).call('POST', path, who, headers);
      assert.equal(answer.status, counts ? 200 : 403, `${what}: ${answer.text}`);
      assert.equal(answer.headers.getSetCookie().length, counts ? 1 : 0, what);
    }
  });
});
