import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseAddressRange } from '../http/origin/trustedProxies.js';
import { type Browser, openBrowser, rootSignIn } from '../testing/browser.js';
import { startTestService, type TestService } from '../testing/startTestService.js';

const path = '/console/api/session';
const proxy = parseAddressRange('127.0.0.1') ?? assert.fail();

describe('signing in by https', () => {
  const publicUrl = 'https://desk.example';
  let service: TestService;
  before(async () => {
    service = await startTestService({ edge: { publicUrl, trustedProxies: [proxy] } });
  });
  after(() => service.remove());

  it('gives a cookie that goes nowhere else, behind a proxy, too', async () => {
    const browser = openBrowser(service.endpoint, publicUrl);
    const answer = await browser.call('POST', path, rootSignIn(service), {
      'x-forwarded-for': '192.0.2.7',
      'x-forwarded-proto': 'https',
    });
    assert.equal(answer.status, 200, answer.text);
    const [cookie = ''] = answer.headers.getSetCookie();
    assert.match(
      cookie,
      /^__Host-deskplane-[\da-f]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    assert.equal((await browser.call('GET', path)).status, 200);
  });

  it('counts no cookie that was set over plain HTTP, nor a page that is open by it', async () => {
    const browser = openBrowser(service.endpoint, publicUrl);
    assert.equal((await browser.signIn(rootSignIn(service))).status, 200);
    const plain = browser.cookie().replace('__Host-', '');
    assert.equal((await browser.call('GET', path, undefined, { cookie: plain })).status, 401);
    const past = await browser.call('GET', path, undefined, { origin: service.endpoint });
    assert.equal(past.status, 401);
  });
});

describe('signing in over plain HTTP', () => {
  const services: TestService[] = [];
  const open = async (publicUrl: string, signInPlainHttp: boolean): Promise<[TestService, Browser]> => {
    const service = await startTestService({
      edge: { publicUrl, signInPlainHttp, trustedProxies: [proxy] },
    });
    services.push(service);
    return [service, openBrowser(service.endpoint, publicUrl)];
  };
  after(() => Promise.all(services.map((service) => service.remove())));
  const from = { 'x-forwarded-for': '192.0.2.7', 'x-forwarded-proto': 'http' };

  it('is refused from other machines, and the page knows before a password is typed', async () => {
    const [service, browser] = await open('http://desk.example', false);
    const answer = await browser.call('POST', path, rootSignIn(service), from);
    assert.equal(answer.status, 403);
    assert.equal(answer.body.error_code, 'DPL.4031');
    assert.match(answer.body.error_msg, /not encrypted.*https:\/\/.*DESKPLANE_SIGN_IN_PLAIN_HTTP/);
    assert.deepEqual(answer.headers.getSetCookie(), []);
    const asked = await browser.call('GET', path, undefined, { ...from, 'x-language': 'zh-cn' });
    assert.equal(asked.status, 401);
    assert.equal(asked.body.sign_in.allowed, false);
    assert.match(asked.body.sign_in.reason, /未加密/);
  });

  it('is refused by another name than that of the machine, as a proxy there would have it', async () => {
    const [service, browser] = await open('http://desk.example', false);
    assert.equal((await browser.signIn(rootSignIn(service))).status, 403);
  });

  it('is allowed where a setting says so', async () => {
    const [service, browser] = await open('http://desk.example', true);
    const answer = await browser.call('POST', path, rootSignIn(service), from);
    assert.equal(answer.status, 200, answer.text);
    assert.equal((await browser.call('GET', path, undefined, from)).status, 200);
  });
});
