import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** A way to a database that can be broken. It listens on 127.0.0.1 and leads to a unix socket. */
export interface Wire {
  /** The connection string of the same database, by this way. */
  readonly url: string;
  /**
   * From now on nothing comes through, and nobody is told: what is connected is lost for good, as behind a router that has
   * forgotten it, and what connects meanwhile is as well.
   */
  silence(): void;
  /** The next statement with these words reaches the server, and its answer is held back for good. */
  holdAnswerTo(words: string): void;
  /** New connections come through again. */
  heal(): void;
  /** Breaks every connection, so that both sides see it. New ones come through. */
  cut(): void;
  /** How many connections there are. */
  connections(): number;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  state: 'open' | 'mute' | 'dead';
}

/** @param url of a database on a unix socket: `postgres:///name?host=/directory&user=somebody` */
export async function startWire(url: string): Promise<Wire> {
  const { pathname, searchParams, username } = new URL(url);
  const path = join(searchParams.get('host') ?? '', `.s.PGSQL.${searchParams.get('port') ?? 5432}`);
  const pairs = new Set<Pair>();
  let state: 'open' | 'dead' = 'open';
  let held: string | undefined;
  const listener = createServer((client) => {
    const pair: Pair = { client, server: connect(path), state };
    const { server } = pair;
    pairs.add(pair);
    client.on('data', (part) => {
      if (pair.state === 'dead') return;
      if (held !== undefined && part.includes(held)) {
        held = undefined;
        pair.state = 'mute';
      }
      server.write(part);
    });
    server.on('data', (part) => {
      if (pair.state === 'open') client.write(part);
    });
    for (const [side, other] of [
      [client, server],
      [server, client],
    ] as const) {
      side.on('error', () => undefined);
      side.on('close', () => {
        // Whoever is cut off does not hear of the other's end.
        if (pair.state === 'open') other.destroy();
        if (client.destroyed && server.destroyed) pairs.delete(pair);
      });
    }
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('The wire has no port.');
  const drop = (): void => {
    for (const { client, server } of pairs) {
      client.resetAndDestroy();
      server.destroy();
    }
  };
  const user = searchParams.get('user') ?? username;
  return {
    url: `postgres://${user}@127.0.0.1:${address.port}${pathname}`,
    silence: () => {
      state = 'dead';
      for (const pair of pairs) pair.state = 'dead';
    },
    holdAnswerTo: (words) => {
      held = words;
    },
    heal: () => {
      state = 'open';
    },
    cut: () => {
      state = 'open';
      drop();
    },
    connections: () => pairs.size,
    close: async () => {
      drop();
      listener.close();
      await once(listener, 'close');
    },
  };
}
