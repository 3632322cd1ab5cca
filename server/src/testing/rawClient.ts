import { connect } from 'node:net';
import { waitUntil } from './waitUntil.js';

/** A connection on which a test sends what it likes, when it likes. */
export interface RawClient {
  write(text: string): void;
  /** Everything received up to now. */
  answer(): string;
  /** Status of the first answer; undefined until there is one. */
  status(): number | undefined;
  isClosed(): boolean;
  /** Waits for the first answer. */
  answered(): Promise<number>;
  end(): void;
}

/** @param endpoint `http://host:port` */
export function connectRaw(endpoint: string): Promise<RawClient> {
  const { hostname, port } = new URL(endpoint);
  let received = '';
  let closed = false;
  const status = (): number | undefined => {
    const text = /^HTTP\/1\.1 (\d{3}) [^]*?\r\n\r\n/.exec(received)?.[1];
    return text === undefined ? undefined : Number(text);
  };
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      resolve({
        write: (text) => void socket.write(text),
        answer: () => received,
        status,
        isClosed: () => closed,
        answered: () => waitUntil(status, 'an answer'),
        end: () => socket.destroy(),
      }),
    );
    socket.setEncoding('utf8').on('data', (text: string) => (received += text));
    socket.on('close', () => (closed = true));
    // Also after the service closed a connection that we were still sending on, which is no failure then.
    socket.on('error', (error) => {
      closed = true;
      reject(error);
    });
  });
}

/** The head of a request, for {@link RawClient.write}. */
export function requestHead(method: string, path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ Host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}
