import { connect, type Socket } from 'node:net';

const connectTimeoutMs = 3_000;

/** Connects to a unix socket. @returns undefined when nobody listens there, or does not answer in time */
export function connectSocket(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const fail = (): void => {
      socket.destroy();
      resolve(undefined);
    };
    socket.setTimeout(connectTimeoutMs, fail);
    socket.once('error', fail);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('error', fail);
      resolve(socket);
    });
  });
}
