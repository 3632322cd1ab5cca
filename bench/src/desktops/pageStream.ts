import { Duplex } from 'node:stream';
import { WebSocket } from 'ws';

/** Connects as the screen page does and says who it is. @returns the screen's bytes, both ways */
export function openPageStream(endpoint: string, secret: string): Duplex {
  const address = new URL('/screen/socket', endpoint);
  address.protocol = 'ws:';
  const socket = new WebSocket(address, { origin: endpoint });
  const stream = new Duplex({
    read() {
      // What comes is pushed as it comes.
    },
    write(bytes: Buffer, _encoding, done) {
      socket.send(bytes, done);
    },
    destroy(error, done) {
      socket.terminate();
      done(error);
    },
  });
  // Nothing is written before the screen has spoken, and so before the socket is open.
  socket.on('open', () => socket.send(JSON.stringify({ secret, again: false })));
  socket.on('message', (message: Buffer, isBinary) => {
    if (isBinary) stream.push(message);
  });
  socket.on('error', (error) => stream.destroy(error));
  socket.on('close', () => stream.destroy());
  return stream;
}
