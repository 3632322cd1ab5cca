import assert from 'node:assert/strict';
import type { Server as HttpServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '../testing/desktopCalls.js';
import { type FakeScreen, startFakeScreen } from '../testing/fakeScreen.js';
import { connectPage, openPage } from '../testing/screenPageClient.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';
import { waitUntil } from '../testing/waitUntil.js';
import { usualSettings } from './screenServerParts.js';

let directory: TemporaryDirectory;
let screen: FakeScreen;
let service: TestService;
let http: HttpServer;
let desktop: string;
before(async () => {
  directory = await makeTemporaryDirectory();
  screen = await startFakeScreen(directory.path);
  service = await startTestService({
    engine: (simulated) => ({ ...simulated, screens: { socketOf: async () => screen.path } }),
    beforeRoutes: ({ server }) => {
      http = server;
    },
  });
  [desktop] = await createDesktops(service, {});
});
after(async () => {
  await service.remove();
  await screen.close();
  await directory.remove();
});

/** A client that asks for a WebSocket, reads the first answer and from then on nothing, and never hangs up by itself. */
async function askAndFallSilent(path: string, origin: string): Promise<{ socket: Socket; answer: string }> {
  const { hostname, port, host } = new URL(service.endpoint);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  socket.on('error', () => undefined);
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\n\r\n`,
  );
  const answer = await new Promise<string>((resolve) => {
    socket.once('data', (bytes) => {
      socket.pause();
      resolve(bytes.toString('latin1'));
    });
  });
  return { socket, answer };
}

const connections = (): Promise<number> =>
  new Promise((resolve, reject) => {
    http.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });

describe('a hostile program before the way to a screen', () => {
  it('holds no connection that was refused, though it does not hang up', async () => {
    const idle = await connections();
    const refused = [];
    for (const [path, origin, status] of [
      ['/screen/socket', 'https://elsewhere.example', 403],
      ['/screen/other', service.endpoint, 404],
    ] as const) {
      for (let count = 0; count < 20; count += 1) {
        const { socket, answer } = await askAndFallSilent(path, origin);
        assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
        refused.push(socket);
      }
    }
    await waitUntil(async () => (await connections()) <= idle, 'the service lets go of them');
    for (const socket of refused) socket.destroy();
  });

  it('is cut when it sends pings without end and reads no answer', async () => {
    const { socket, answer } = await askAndFallSilent('/screen/socket', service.endpoint);
    assert.match(answer, /^HTTP\/1\.1 101 /);
    // A mask of zeros leaves the text as it is.
    const ping = Buffer.concat([Buffer.from([0x89, 0x80 | 125, 0, 0, 0, 0]), Buffer.alloc(125)]);
    const many = Buffer.concat(Array.from({ length: 500 }, () => ping));
    let closed = false;
    socket.once('close', () => {
      closed = true;
    });
    let sent = 0;
    const send = (): void => {
      do sent += many.length;
      while (!closed && socket.write(many));
    };
    socket.on('drain', send);
    send();
    await waitUntil(() => closed, 'the connection is cut');
    // Much more than that fits into no buffer between the two.
    assert.ok(sent < 64 * 1024 * 1024, `cut after ${sent} bytes only`);
  });

  it('cannot crowd out other addresses by connections that say nothing, nor its own for long', async () => {
    const silent: Socket[] = [];
    await waitUntil(async () => {
      const asking = Array.from({ length: usualSettings.unknownPerAddress + 10 }, () =>
        askAndFallSilent('/screen/socket', service.endpoint),
      );
      const asked = await Promise.all(asking);
      silent.push(...asked.map(({ socket }) => socket));
      return asked.some(({ answer }) => answer.startsWith('HTTP/1.1 503 '));
    }, 'no more are let in');
    assert.ok(usualSettings.unknownPerAddress * 2 < usualSettings.unknown);
    for (const socket of silent) socket.destroy();
    await waitUntil(async () => {
      const page = connectPage(service, await openPage(service, desktop));
      await waitUntil(() => page.received() !== '' || page.closedAt() !== undefined, 'an answer');
      page.socket.terminate();
      return page.received() !== '';
    }, 'a screen is shown again');
  });

  it('that sends secrets of nobody and does not read has no more connections than others', async () => {
    const page = connectPage(service, 'a'.repeat(43));
    assert.equal(await page.untilEnded(), 'rights');
    const held = [];
    let refused = 0;
    for (let count = 0; count < usualSettings.unknownPerAddress + 10; count += 1) {
      const { socket, answer } = await askAndFallSilent('/screen/socket', service.endpoint);
      if (answer.startsWith('HTTP/1.1 503 ')) refused += 1;
      const text = Buffer.from(JSON.stringify({ secret: 'a'.repeat(43) }));
      socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]));
      held.push(socket);
    }
    const idle = held.length;
    assert.ok(refused > 0 || (await connections()) < idle, 'all of them were held');
    await waitUntil(async () => (await connections()) < 10, 'the service lets go of them');
    for (const socket of held) socket.destroy();
  });

  it('does not burden a desktop that does not read by many small messages', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on('warning', note);
    const page = connectPage(service, await openPage(service, desktop));
    await page.untilShown();
    const [deaf] = [...screen.sockets].slice(-1);
    assert.ok(deaf);
    deaf.pause();
    for (let count = 0; count < 300_000; count += 1) page.socket.send(Buffer.alloc(8));
    await service.call('GET', `/desktops/${desktop}`);
    deaf.resume();
    await waitUntil(() => deaf.bytesRead >= 300_000 * 8, 'all arrives');
    process.off('warning', note);
    page.socket.terminate();
    assert.deepEqual(
      warnings.map(({ message }) => message),
      [],
    );
  });
});
