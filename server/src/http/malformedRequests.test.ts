import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '../testing/startTestService.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

/** Sends bytes as they are and reads until the service hangs up. */
async function send(
  lines: readonly string[],
  body = '',
): Promise<{ status: number; head: string; body: string }> {
  const { hostname, port } = new URL(service.endpoint);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk;
  });
  socket.write(Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1'));
  await once(socket, 'close');
  const [head = '', text = ''] = received.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head, body: text };
}

/** One request without a fault, to be spoilt. */
const good = ['GET /healthz HTTP/1.1', 'Host: desk.example', 'Connection: close'];
const target = (path: string): string[] => [`GET ${path} HTTP/1.1`, ...good.slice(1)];

async function assertRefused(
  lines: readonly string[],
  words: RegExp,
  status = 400,
  body = '',
): Promise<void> {
  const answer = await send(lines, body);
  const at = `${lines[0]?.slice(0, 80)}: ${answer.head} ${answer.body}`;
  assert.equal(answer.status, status, at);
  assert.match(answer.head, /^content-type: application\/json/im, at);
  const id = /^x-request-id: ([0-9a-f]{32})\r?$/im.exec(answer.head)?.[1];
  assert.ok(id !== undefined, at);
  const { error_code, error_msg, request_id } = JSON.parse(answer.body);
  assert.equal(error_code, 'APIGW.0201', at);
  assert.match(error_msg, words, at);
  assert.equal(request_id, id, at);
}

describe('every answer', () => {
  it('is kept by nobody, of no other type than it says, and shown in no frame', async () => {
    for (const path of [
      '/healthz',
      '/',
      '/nothing',
      '/%zz',
      '/v2/p/desktops',
      '/metrics',
      '/console/%00',
      '/openapi.json',
    ]) {
      const { head } = await send(target(path));
      for (const line of [
        /^cache-control: no-/im,
        /^x-content-type-options: nosniff\r?$/im,
        /^content-security-policy: .*frame-ancestors 'none'/im,
      ])
        assert.match(head, line, path);
    }
  });
});

describe('a request that is malformed', () => {
  it('is answered in our form, with the id of the request, wherever it is found out', async () => {
    assert.equal((await send(good)).status, 200);
    await assertRefused(target('/v2/p/desktops/%zz'), /the path is not percent-encoded UTF-8/);
    await assertRefused(target('/v2/p/desktops/%ff'), /the path is not percent-encoded UTF-8/);
    await assertRefused(
      target('/healthz?ok=%20&name=%ED%A0%80'),
      /query parameter name is not percent-encoded/,
    );
    await assertRefused(target('/healthz?100%'), /query parameter 100% is not percent-encoded/);
    await assertRefused(target(`/v2/p/desktops/${'x'.repeat(600)}`), /a part of the path is too long/);
    await assertRefused(target(`/healthz?${'x'.repeat(40_000)}`), /the URI is longer/, 414);
    await assertRefused([...good, `X-A: ${'x'.repeat(300_000)}`], /a header is longer/, 431);
    await assertRefused([...good, 'X-A: a\0b'], /not HTTP/);
    await assertRefused(['nonsense'], /not HTTP/);
    await assertRefused(['PRI * HTTP/2.0'], /not HTTP/, 400, 'SM\r\n\r\n');
    const chunked = [
      'POST /v5/decode-authorization-message HTTP/1.1',
      ...good.slice(1),
      'Transfer-Encoding: chunked',
    ];
    await assertRefused(chunked, /not HTTP/, 400, 'zz\r\n');
  });

  it('speaks the language of the caller even where no route was found', async () => {
    const { body } = await send([...target('/v2/p/desktops/%zz'), 'Accept-Language: zh-CN']);
    assert.match(JSON.parse(body).error_msg, /路径/);
  });

  it('has no host, two hosts or one that is none, and is refused (RFC 9112 §3.2)', async () => {
    await assertRefused(['GET /healthz HTTP/1.1', 'Connection: close'], /Host is missing/);
    for (const other of ['desk.example', 'other.example'])
      await assertRefused([...good, `Host: ${other}`], /the header host occurs more than once/);
    for (const host of ['a b', 'a/b', 'a@b', '[::1', 'a:1:2', 'a,b@c'])
      await assertRefused(['GET /healthz HTTP/1.1', `Host: ${host}`, 'Connection: close'], /malformed/);
    for (const host of ['', 'desk', '127.0.0.1:8080', '[::1]:8080', 'xn--fiqs8s.example'])
      assert.equal((await send(['GET /healthz HTTP/1.1', `Host: ${host}`, 'Connection: close'])).status, 200);
    assert.equal((await send(['GET /healthz HTTP/1.0'])).status, 200);
  });

  it('repeats a header of which one would be lost in silence, and is refused', async () => {
    await assertRefused(
      [...good, 'Authorization: a', 'authorization: b'],
      /authorization occurs more than once/,
    );
    await assertRefused(
      [...good, 'Content-Type: a/b', 'Content-Type: c/d'],
      /content-type occurs more than once/,
    );
  });

  it('expects what nobody knows, and is answered all the same', async () => {
    assert.equal((await send([...good, 'Expect: 200-maybe'])).status, 200);
  });
});

describe('a request that comes in while the service stops', () => {
  it('is answered with 503 in our form', async () => {
    const events = new EventEmitter();
    const stopping = await startTestService({
      beforeRoutes: (server) => {
        server.get('/slow', async () => {
          events.emit('asked');
          await once(events, 'go on');
          return {};
        });
        server.addHook('onSend', async ({ url }) => {
          if (url === '/healthz') events.emit('late');
        });
        server.addHook('preClose', async () => {
          const late = once(events, 'late');
          socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
          await late;
          events.emit('go on');
        });
      },
    });
    const { hostname, port } = new URL(stopping.endpoint);
    const socket = connect(Number(port), hostname);
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      received += chunk;
    });
    const asked = once(events, 'asked');
    socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
    await asked;
    const ended = once(socket, 'close');
    await stopping.remove();
    await ended;
    assert.match(received, /HTTP\/1\.1 200 OK[\s\S]*HTTP\/1\.1 503 Service Unavailable/);
    assert.match(received, /"error_code":"DPL\.0503"/);
    assert.equal(received.match(/^x-request-id: [0-9a-f]{32}/gim)?.length, 2);
  });
});
