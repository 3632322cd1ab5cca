import { lchown, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { HostFault } from '../machine/fault.js';
import { checkSocketPath, requireRootOwned } from '../machine/places.js';
import { maxLineLength } from './protocol.js';

const maxConnections = 32;
const maxWaiting = 256;

/**
 * Listens on a unix socket that one user (and root) may connect to, and answers line by line.
 * @param answer makes the answer line of a request line; answers may overtake each other
 * @throws {HostFault} when the path is too long or in a directory that others may write to
 */
export async function listen(
  path: string,
  owner: { readonly uid: number; readonly gid: number },
  answer: (line: string) => Promise<string>,
): Promise<Server> {
  checkSocketPath(path);
  await requireRootOwned(dirname(path));
  // A socket file left by a killed engine host; the lock says that none is alive.
  await rm(path, { force: true });
  const server = createServer((socket) => serve(socket, answer));
  server.maxConnections = maxConnections;
  const mask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => {
        reject(new HostFault('internal', `cannot listen on ${path}: ${error.message}`, { cause: error }));
      });
      server.listen(path, resolve);
    });
  } finally {
    process.umask(mask);
  }
  await lchown(path, owner.uid, owner.gid);
  return server;
}

function serve(socket: Socket, answer: (line: string) => Promise<string>): void {
  let rest = '';
  let waiting = 0;
  const reply = async (line: string) => {
    const text = await answer(line);
    waiting -= 1;
    if (!socket.destroyed && socket.writable) socket.write(`${text}\n`);
  };
  socket.setEncoding('utf8');
  // A client that goes away is no event for the host; its requests are carried through.
  socket.on('error', () => socket.destroy());
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLineLength || lines.some((line) => line.length > maxLineLength)) {
      socket.end(refusal(`a request line is longer than ${maxLineLength} characters`));
      return;
    }
    for (const line of lines) {
      if (waiting >= maxWaiting) {
        socket.end(refusal(`more than ${maxWaiting} requests wait on one connection`));
        return;
      }
      waiting += 1;
      void reply(line);
    }
  });
}

function refusal(message: string): string {
  return `${JSON.stringify({ id: null, ok: false, reason: 'refused', message })}\n`;
}
