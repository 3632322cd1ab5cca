import type pg from 'pg';
import type { Logger } from 'pino';

/** The service's clock, as this process knows it: the database's, and what the tests of a test double moved it ahead by. */
export interface ServiceClock {
  now(): Date;
  /** Asks the database. Afterwards every move that was answered before this call shows. */
  read(): Promise<void>;
  stop(): Promise<void>;
}

/** How often the database is asked besides, in milliseconds. */
const every = 1_000;

/**
 * Opens the clock. Between two readings it goes on with the machine's monotonic clock, also while the database is away.
 * @param monotonic milliseconds
 */
export async function openServiceClock(
  parts: { readonly pool: pg.Pool; readonly logger: Logger },
  monotonic: () => number = () => performance.now(),
): Promise<ServiceClock> {
  const { pool, logger } = parts;
  /** Milliseconds of the service's clock when the monotonic clock showed nothing. */
  let base = Number.NaN;
  let asked = 0;
  let heard = 0;

  const read = async (): Promise<void> => {
    const number = (asked += 1);
    const sentAt = monotonic();
    const { rows } = await pool.query<{ now: number }>({
      name: 'read-service-clock',
      text: `select extract(epoch from clock_timestamp())::float8 * 1000 + service_clock_ahead() * 1000.0::float8 as now`,
    });
    const said = rows[0]?.now;
    // One that was sent later knows better.
    if (said === undefined || number < heard) return;
    heard = number;
    base = settle(base, said - sentAt, said - monotonic());
  };

  await read();
  let reading: Promise<void> | undefined;
  const timer = setInterval(() => {
    reading ??= read()
      .catch((error: unknown) => logger.debug({ err: error }, "the service's clock could not be read"))
      .finally(() => {
        reading = undefined;
      });
  }, every);
  timer.unref();
  return {
    now: () => new Date(base + monotonic()),
    read,
    stop: async () => {
      clearInterval(timer);
      await reading;
    },
  };
}

/** What the database said was so at some moment between question and answer: as long as what is known fits, it stays. */
function settle(known: number, latest: number, earliest: number): number {
  return Number.isNaN(known) ? earliest : Math.min(Math.max(known, earliest), latest);
}
