import type pg from 'pg';
import type { Logger } from 'pino';
import type { Ambient } from '../ambient.js';
import { advisoryLocks } from '../database/advisoryLocks.js';
import { keepConnection } from '../database/standingConnection.js';
import { coalesce } from './coalesce.js';

/**
 * This process's presence in the database: a lock that the database itself takes away the moment the process ends, and
 * a line to the other nodes. Both only make things faster: without them leases run out and loops poll.
 */
export interface Presence {
  /** Which lock says that this process is there; null while it holds none. */
  lockKey(): number | null;
  /** Has the listener called whenever the lock came or went. */
  onChange(listener: () => void): void;
  /** Takes another lock, as the server may have forgotten this one unnoticed. */
  renew(): void;
  /** Tells the other nodes that something became due. */
  notifyOtherNodes(): void;
  end(): Promise<void>;
}

export interface PresenceParts {
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
  readonly logger: Logger;
  /** Something became due on another node, or a worker was found dead. */
  readonly onWorkDue: () => void;
}

const channel = 'deskplane_wake';
const betweenSweeps = 500;
/** When the database restarts all locks are gone. Those who lived through it get this long to come back, in milliseconds. */
const settleTime = 1_500;

/** Announces this process to the others, and from then on looks for those that died. */
export async function announcePresence(parts: PresenceParts): Promise<Presence> {
  const { pool, ambient, logger, onWorkDue } = parts;
  let key = newKey(ambient);
  let heldSince = Number.POSITIVE_INFINITY;
  let changed = (): void => undefined;

  const connection = await keepConnection({
    pool,
    logger,
    prepare: async (client) => {
      key = newKey(ambient);
      const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, $2) as mine', [
        advisoryLocks.workerPresence,
        key,
      ]);
      if (rows[0]?.mine !== true) throw new Error('the lock of this worker is taken');
      const own = String(key);
      client.on('notification', ({ payload }) => {
        if (payload !== own) onWorkDue();
      });
      await client.query(`listen ${channel}`);
      // A notification is a transaction, and nothing is lost with one: it need not wait for the disk.
      await client.query('set synchronous_commit = off');
      heldSince = performance.now();
    },
    onChange: () => changed(),
  });

  const sweep = async (): Promise<void> => {
    if (connection.current() === undefined || performance.now() - heldSince < settleTime) return;
    try {
      if (await endDeadWorkers(pool, logger)) onWorkDue();
    } catch (error) {
      logger.warn({ err: error }, 'could not look for dead workers');
    }
  };
  let sweeping: Promise<void> | undefined;
  const timer = setInterval(() => {
    sweeping ??= sweep().finally(() => {
      sweeping = undefined;
    });
  }, betweenSweeps);
  timer.unref();

  return {
    lockKey: () => (connection.current() === undefined ? null : key),
    onChange: (listener) => {
      changed = listener;
    },
    renew: () => connection.renew(),
    notifyOtherNodes: coalesce(async () => {
      await connection
        .current()
        ?.query('select pg_notify($1, $2)', [channel, String(key)])
        .catch((error: unknown) => logger.warn({ err: error }, 'could not notify the other nodes'));
    }),
    end: async () => {
      clearInterval(timer);
      await sweeping;
      await connection.close();
    },
  };
}

function newKey(ambient: Ambient): number {
  return ambient.randomBytes(4).readInt32BE();
}

/**
 * Ends the leases of workers whose lock nobody holds. One that holds no lock says so in its row and is left to its lease.
 * The row is read again if the worker changes it meanwhile, so that a lock just taken counts.
 * @returns whether there were any
 */
async function endDeadWorkers(pool: pg.Pool, logger: Logger): Promise<boolean> {
  const { rows } = await pool.query<{ id: string }>(
    `update workers set lease_until = now()
     where lease_until > now() and lock_key is not null and pg_try_advisory_xact_lock($1, lock_key)
     returning id`,
    [advisoryLocks.workerPresence],
  );
  for (const { id } of rows) logger.warn({ worker: id }, 'a worker died, others take over what it held');
  return rows.length > 0;
}
