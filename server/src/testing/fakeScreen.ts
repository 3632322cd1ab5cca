import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** Something that listens as a desktop's screen does and says what a test lets it say. */
export interface FakeScreen {
  readonly path: string;
  readonly sockets: ReadonlySet<Socket>;
  /** What came in, on all connections. */
  received(): string;
  close(): Promise<void>;
}

/** What a VNC server says first (RFC 6143 §7.1.1). */
export const rfbGreeting = 'RFB 003.008\n';

/** @param directory of the test's own */
export async function startFakeScreen(directory: string): Promise<FakeScreen> {
  const path = join(directory, `${Math.random().toString(36).slice(2)}.sock`);
  const sockets = new Set<Socket>();
  let received = '';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
    });
    socket.write(rfbGreeting);
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    path,
    sockets,
    received: () => received,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
