import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { signRequest } from '../../iam/signatures/signRequest.js';
import { passwordRequest } from '../../testing/iamFixture.js';
import { connectRaw, type RawClient, requestHead } from '../../testing/rawClient.js';
import { callService, startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

const json = { 'Content-Type': 'application/json' };
const large = { ...json, 'Content-Length': '1000000' };

let service: TestService;
let desktops: string;
before(async () => {
  service = await startTestService();
  desktops = `/v2/${service.credentials.project_id}/desktops`;
});
after(() => service.remove());

/** Sends the head of a request and nothing of its body. */
async function sendHead(method: string, path: string, headers: Record<string, string>): Promise<RawClient> {
  const client = await connectRaw(service.endpoint);
  client.write(requestHead(method, path, headers));
  return client;
}

function sign(more: Partial<Parameters<typeof signRequest>[0]> = {}): Record<string, string> {
  const { access_key: accessKey, secret_key: secretKey } = service.credentials;
  const url = new URL(`${service.endpoint}${desktops}`);
  return signRequest({
    method: 'POST',
    url,
    accessKey,
    secretKey,
    now: new Date(),
    signHost: false,
    ...more,
  });
}

describe('before a byte of its body is there, a request', () => {
  const refused: readonly (readonly [
    string,
    number,
    () => readonly [string, string, Record<string, string>],
  ])[] = [
    ['without credentials', 401, () => ['POST', desktops, large]],
    ['with an invented token', 401, () => ['POST', desktops, { ...large, 'X-Auth-Token': 'invented' }]],
    ['with a body on GET', 401, () => ['GET', desktops, { ...large, 'X-Auth-Token': 'invented' }]],
    [
      'with half a signature',
      401,
      () => ['POST', desktops, { ...large, Authorization: 'SDK-HMAC-SHA256 x' }],
    ],
    [
      'signed yesterday',
      401,
      () => ['POST', desktops, { ...large, ...sign({ now: new Date(Date.now() - 86_400_000) }) }],
    ],
    [
      'signed with a key that nobody has',
      401,
      () => ['POST', desktops, { ...large, ...sign({ accessKey: 'A'.repeat(20) }) }],
    ],
    ['to where nothing is', 404, () => ['POST', '/nothing', large]],
    [
      'of a good token for what its sender may not see',
      401,
      () => [
        'POST',
        '/v2/0123456789abcdef0123456789abcdef/desktops',
        { ...large, 'X-Auth-Token': service.token },
      ],
    ],
    [
      'that is too large',
      413,
      () => ['POST', desktops, { ...json, 'Content-Length': '1048577', 'X-Auth-Token': service.token }],
    ],
    [
      'to log in that is too large',
      413,
      () => ['POST', '/v3/auth/tokens', { ...json, 'Content-Length': '65537' }],
    ],
  ];
  for (const [name, status, request] of refused) {
    it(`${name} is answered ${status}, and its connection closed`, async () => {
      const client = await sendHead(...request());
      assert.equal(await client.answered(), status);
      await waitUntil(() => client.isClosed(), 'the end of the connection');
      assert.match(client.answer(), /^connection: close\r$/im);
      assert.match(client.answer(), /^x-request-id: [0-9a-f]{32}\r$/im);
    });
  }
});

describe('a log-in', () => {
  const logIn = () => JSON.stringify(passwordRequest(service.credentials));
  const send = async (headers: Record<string, string>, body = logIn()) => {
    const client = await sendHead('POST', '/v3/auth/tokens', {
      ...headers,
      'Content-Length': String(body.length),
    });
    client.write(body);
    const status = await client.answered();
    client.end();
    return { status, answer: client.answer() };
  };

  it('that a web page could send without asking is refused: with no type, or one that is not JSON', async () => {
    assert.equal((await send(json)).status, 201);
    assert.equal((await send({ 'Content-Type': 'application/json; charset=utf-8' })).status, 201);
    for (const type of [
      'text/plain',
      'text/plain; application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
    ]) {
      const { status, answer } = await send(type === '' ? {} : { 'Content-Type': type });
      assert.equal(status, 415, type);
      assert.match(answer, /The request body must be JSON, sent with Content-Type: application\/json/);
    }
    const chunked = await connectRaw(service.endpoint);
    chunked.write(requestHead('POST', '/v3/auth/tokens', { 'Transfer-Encoding': 'chunked' }));
    assert.equal(await chunked.answered(), 415);
  });

  it('may have 64 KiB, also in chunks of which nobody knows how many come', async () => {
    const padded = (length: number): string => `${logIn()}${' '.repeat(length - logIn().length)}`;
    assert.equal((await send(json, padded(65_536))).status, 201);
    const chunked = await connectRaw(service.endpoint);
    chunked.write(requestHead('POST', '/v3/auth/tokens', { ...json, 'Transfer-Encoding': 'chunked' }));
    chunked.write(`ffff\r\n${padded(65_535)}\r\n`);
    chunked.write('2\r\n  \r\n');
    assert.equal(await chunked.answered(), 413);
  });

  it('is understood byte by byte', async () => {
    const body = logIn();
    const client = await sendHead('POST', '/v3/auth/tokens', {
      ...json,
      'Content-Length': String(body.length),
    });
    for (const byte of body) {
      client.write(byte);
      await new Promise(setImmediate);
    }
    assert.equal(await client.answered(), 201);
    client.end();
  });
});

describe('a signed body of which nobody knows how much comes', () => {
  it('is put together byte by byte, waits for its turn, and is understood', async () => {
    const body = JSON.stringify({ desktop_ids: [], x: 'x'.repeat(40_000) });
    const path = `${desktops}/batch-delete`;
    const signature = sign({
      url: new URL(`${service.endpoint}${path}`),
      headers: { 'content-type': 'application/json' },
      body,
    });
    const head = requestHead('POST', path, { ...signature, 'Transfer-Encoding': 'chunked' });
    const clients = await Promise.all(Array.from({ length: 4 }, () => connectRaw(service.endpoint)));
    for (const client of clients) client.write(head);
    for (const client of clients.toReversed())
      for (let at = 0; at < body.length; at += 10_000)
        client.write(body.slice(at, at + 10_000).replace(/./g, (byte) => `1\r\n${byte}\r\n`));
    for (const client of clients) client.write('0\r\n\r\n');
    for (const client of clients) {
      assert.equal(await client.answered(), 400, client.answer());
      assert.match(client.answer(), /desktop_ids/);
      client.end();
    }
  });
});

describe('an ordinary client', () => {
  it('keeps its connection when it is refused, as its body is small and there', async () => {
    const client = await connectRaw(service.endpoint);
    for (const status of [401, 404, 401]) {
      const path = status === 404 ? '/nothing' : desktops;
      const earlier = client.answer().length;
      client.write(requestHead('POST', path, { ...json, 'Content-Length': '2', 'X-Auth-Token': 'invented' }));
      client.write('{}');
      await waitUntil(
        () => client.answer().slice(earlier).startsWith(`HTTP/1.1 ${status} `),
        `the answer ${status} on the same connection`,
      );
    }
    assert.equal(client.isClosed(), false);
    client.end();
  });

  it('is let in with a signed body of 1 MiB, and with one on GET', async () => {
    const body = JSON.stringify({ desktop_ids: [], x: 'x'.repeat(1_000_000) });
    const path = `${desktops}/batch-delete`;
    const url = new URL(`${service.endpoint}${path}`);
    const headers = { 'content-type': 'application/json' };
    const answer = await callService(service.endpoint, 'POST', path, body, sign({ url, headers, body }));
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.text, /desktop_ids/);
    const get = await sendHead('GET', desktops, {
      ...json,
      'Content-Length': '2',
      ...sign({ method: 'GET', headers: json, body: '{}' }),
    });
    get.write('{}');
    assert.equal(await get.answered(), 200);
    get.end();
  });
});
