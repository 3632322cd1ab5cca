import type pg from 'pg';
import type { Logger } from 'pino';
import { BoundedClient } from './boundedClient.js';

/** One connection of its own beside the pool, for what lasts as long as a session: locks and notifications. */
export interface StandingConnection {
  /** The connection as of now; undefined while there is none. */
  current(): pg.Client | undefined;
  /** Gives the connection up and opens another one. */
  renew(): void;
  close(): Promise<void>;
}

export interface StandingConnectionParts {
  /** Whose settings to connect with. */
  readonly pool: pg.Pool;
  readonly logger: Logger;
  /** Prepares a new connection, which counts only once that is done. */
  readonly prepare: (client: pg.Client) => Promise<void>;
  /** The connection came or went. */
  readonly onChange: () => void;
}

/** Short, so that after a restart of the database all are back at about the same time. */
const betweenAttempts = 300;
const maxQueryLength = 4_000;
/** Nobody asks it anything for long, and a listener hears nothing of an end that was cut off: it is asked for a sign of life. */
const betweenSigns = 2_000;

/** Keeps one connection open. The first attempt is awaited; when it fails, as later on, another one follows. */
export async function keepConnection(parts: StandingConnectionParts): Promise<StandingConnection> {
  const { pool, logger, prepare, onChange } = parts;
  let current: BoundedClient | undefined;
  let opening: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const openLater = (): void => {
    if (closed) return;
    clearTimeout(retry);
    retry = setTimeout(() => {
      opening ??= open().finally(() => {
        opening = undefined;
      });
    }, betweenAttempts);
    retry.unref();
  };

  const open = async (): Promise<void> => {
    const client = new BoundedClient({ ...pool.options, answerWithin: maxQueryLength });
    let ended = false;
    client.on('error', (error) => logger.warn({ err: error }, 'the standing database connection broke'));
    client.on('end', () => {
      ended = true;
      if (client !== current) return;
      current = undefined;
      openLater();
      onChange();
    });
    try {
      await client.connect();
      await prepare(client);
      if (ended || closed) throw new Error('the connection ended at once');
      current = client;
      onChange();
    } catch (error) {
      if (!closed) logger.warn({ err: error }, 'could not open the standing database connection');
      endQuietly(client);
      openLater();
    }
  };

  const renew = (): void => {
    const client = current;
    if (client === undefined) return;
    current = undefined;
    endQuietly(client);
    openLater();
    onChange();
  };

  const signs = setInterval(() => {
    const client = current;
    if (client === undefined || client.isWaiting) return;
    client.isFitting().then(
      (fits) => (fits || client !== current ? undefined : renew()),
      // An answer that does not come ends the connection, and the end opens another one.
      () => undefined,
    );
  }, betweenSigns);
  signs.unref();

  await open();
  return {
    current: () => current,
    renew,
    close: async () => {
      closed = true;
      clearTimeout(retry);
      clearInterval(signs);
      await opening;
      const client = current;
      current = undefined;
      await client?.end().catch(() => undefined);
    },
  };
}

/** Nobody waits for a connection that is of no use any more, and its errors have been told. */
function endQuietly(client: pg.Client): void {
  client.end().catch(() => undefined);
}
