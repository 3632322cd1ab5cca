import type pg from 'pg';
import type { Logger } from 'pino';
import type { Ambient } from '../ambient.js';
import { asId, type WorkerId } from '../ids.js';
import type { Presence } from './presence.js';

/** How long a worker counts as alive after its last beat. Measured by the database's clock. */
const leaseSeconds = 5;
const beatMilliseconds = 1_500;

/** This process's standing as a worker. A lost lease is never taken up again: a new id is, so old claims stay fenced off. */
export interface WorkerLease {
  /** The id to claim with, as of now. */
  current(): WorkerId;
  /** Gives the lease back, so that others take over at once. */
  end(): Promise<void>;
}

/** The lease, in the hands of whoever keeps it. */
export interface HeldLease extends WorkerLease {
  /**
   * Something may have been claimed under the id that nobody here works on: the answer was lost, or a step broke off and could
   * not give it back. The id is given up as soon as the database is there, so that all of it is due at once. What is in
   * progress is begun anew, as after a crash.
   * @param claimedBy the id that it was claimed with; one that is given up already is nothing new
   */
  doubt(claimedBy: WorkerId): void;
}

/**
 * Registers this process as a worker and keeps its lease alive.
 * @param presence lets others see at once when this process dies; without it they see when the lease has run out
 */
export async function holdWorkerLease(
  pool: pg.Pool,
  ambient: Ambient,
  logger: Logger,
  presence?: Pick<Presence, 'lockKey' | 'onChange' | 'renew'>,
): Promise<HeldLease> {
  const lockKey = (): number | null => presence?.lockKey() ?? null;
  let id = await register(pool, ambient, lockKey());
  let doubted: WorkerId | undefined;
  let beating: Promise<void> | undefined;
  let again = false;

  const beat = async (): Promise<void> => {
    try {
      if (doubted === id) {
        await pool.query('delete from workers where id = $1', [id]);
        logger.warn({ given: id }, 'what this worker had claimed is in doubt, taking a new lease');
        id = await register(pool, ambient, lockKey());
        return;
      }
      const { rowCount } = await pool.query(
        `update workers set lease_until = now() + make_interval(secs => $2), lock_key = $3
         where id = $1 and lease_until > now()`,
        [id, leaseSeconds, lockKey()],
      );
      if (rowCount === 1) return;
      const lost = id;
      // Others may have found the lock gone where we believe that we hold it: it counts no more until it is taken anew.
      presence?.renew();
      id = await register(pool, ambient, lockKey());
      logger.warn({ lost, worker: id }, 'worker lease lost, taking a new one');
    } catch (error) {
      logger.warn({ err: error }, 'worker beat failed');
    }
  };
  const beatOnce = async (): Promise<void> => {
    do {
      again = false;
      await beat();
    } while (again);
    beating = undefined;
  };
  const beatNow = (): void => {
    again = true;
    beating ??= beatOnce();
  };
  const timer = setInterval(beatNow, beatMilliseconds);
  timer.unref();
  presence?.onChange(beatNow);

  return {
    current: () => id,
    doubt: (claimedBy) => {
      if (claimedBy !== id) return;
      doubted = id;
      beatNow();
    },
    end: async () => {
      clearInterval(timer);
      presence?.onChange(() => undefined);
      await beating;
      await pool.query('delete from workers where id = $1', [id]);
    },
  };
}

async function register(pool: pg.Pool, ambient: Ambient, lockKey: number | null): Promise<WorkerId> {
  const id = asId<WorkerId>(ambient.uuid());
  await pool.query(
    `with dead as (delete from workers where lease_until < now() - interval '1 hour')
     insert into workers (id, lease_until, lock_key) values ($1, now() + make_interval(secs => $2), $3)`,
    [id, leaseSeconds, lockKey],
  );
  return id;
}
