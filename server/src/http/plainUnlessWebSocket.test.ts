import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '../testing/startTestService.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

/** Sends a request as it stands and reads what comes until the connection ends. */
async function exchange(head: string, body = ''): Promise<string> {
  const socket = connect(Number(new URL(service.endpoint).port), '127.0.0.1').setEncoding('utf8');
  let text = '';
  socket.on('data', (piece: string) => {
    text += piece;
  });
  socket.on('error', () => undefined);
  socket.write(`${head.replaceAll('\n', '\r\n')}\r\n\r\n${body}`);
  await once(socket, 'close');
  return text;
}

describe('a request that asks for another protocol', () => {
  it('is answered in HTTP/1.1 when that is HTTP/2, body and all', async () => {
    const body = '{"auth":{}}';
    const text = await exchange(
      `POST /v3/auth/tokens HTTP/1.1\nHost: localhost\nConnection: Upgrade, HTTP2-Settings, close\nUpgrade: h2c\n` +
        `HTTP2-Settings: AAMAAABkAAQAAP__\nContent-Type: application/json\nContent-Length: ${body.length}`,
      body,
    );
    assert.match(text, /^HTTP\/1\.1 400 /);
    assert.match(text, /"error"/);
  });

  it('is refused when that is a WebSocket where there is none', async () => {
    const text = await exchange(
      'GET /v3 HTTP/1.1\nHost: localhost\nConnection: Upgrade\nUpgrade: WebSocket\nSec-WebSocket-Version: 13\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    );
    assert.match(text, /^HTTP\/1\.1 404 /);
  });
});
