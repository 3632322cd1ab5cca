import { lchown, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { HostFault } from '../machine/fault.js';
import { checkSocketPath, requireRootOwned } from '../machine/places.js';
import { maxLineLength } from './protocol.js';
import type { Streams } from './streams.js';

const maxConnections = 32;
const maxWaiting = 256;
const newline = 10;

/**
 * Listens on a unix socket that one user (and root) may connect to, and answers line by line. A connection whose
 * first line is for a stream carries that and nothing else.
 * @param answer makes the answer line of a request line; answers may overtake each other
 * @throws {HostFault} when the path is too long or in a directory that others may write to
 */
export async function listen(
  path: string,
  owner: { readonly uid: number; readonly gid: number },
  answer: (line: string) => Promise<string>,
  streams: Streams,
): Promise<Server> {
  checkSocketPath(path);
  await requireRootOwned(dirname(path));
  // A socket file left by a killed engine host; the lock says that none is alive.
  await rm(path, { force: true });
  const server = createServer({ allowHalfOpen: true }, (socket) => serve(socket, answer, streams));
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

function serve(socket: Socket, answer: (line: string) => Promise<string>, streams: Streams): void {
  const held: Buffer[] = [];
  let heldLength = 0;
  let waiting = 0;
  let isFirst = true;
  const reply = async (line: string) => {
    const text = await answer(line);
    waiting -= 1;
    if (!socket.destroyed && socket.writable) socket.write(`${text}\n`);
  };
  // A client that goes away is no event for the host; its requests are carried through.
  socket.on('error', () => socket.destroy());
  const hangUp = () => socket.end();
  const take = (bytes: Buffer) => {
    let rest = bytes;
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      const whole = Buffer.concat([...held.splice(0), rest.subarray(0, end)]);
      const line = whole.toString('utf8');
      heldLength = 0;
      rest = rest.subarray(end + 1);
      if (whole.length > maxLineLength) return refuse(`a request line is longer than ${maxLineLength} bytes`);
      if (isFirst && streams.isFor(line)) {
        socket.off('data', take).off('end', hangUp).pause();
        if (rest.length > 0) socket.unshift(rest);
        void streams.serve(line, socket);
        return;
      }
      isFirst = false;
      if (waiting >= maxWaiting) return refuse(`more than ${maxWaiting} requests wait on one connection`);
      waiting += 1;
      void reply(line);
    }
    held.push(rest);
    heldLength += rest.length;
    if (heldLength > maxLineLength) refuse(`a request line is longer than ${maxLineLength} bytes`);
  };
  const refuse = (message: string) => {
    socket.off('data', take).resume();
    socket.end(refusal(message));
  };
  socket.on('data', take).on('end', hangUp);
}

function refusal(message: string): string {
  return `${JSON.stringify({ id: null, ok: false, reason: 'refused', message })}\n`;
}
