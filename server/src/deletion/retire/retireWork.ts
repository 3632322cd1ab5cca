import type pg from 'pg';
import type { Logger } from 'pino';
import type { Database } from '../../database/connect.js';
import { recordCreation } from '../../desktops/create/creations.js';
import type { WorkerLease } from '../../workers/lease.js';
import type { Work } from '../../workers/loop.js';
import { type TurnParts, takeTurn } from '../carryOut/takeTurn.js';
import { claimRetirements, endRetirement, giveBack, type Retirement } from './retirements.js';

export interface RetireWorkParts extends Pick<TurnParts, 'engine' | 'random'> {
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly lease: WorkerLease;
  readonly logger: Logger;
}

/**
 * The work of items that go while their desktop stays, as the port of a network that it left. Each goes by the turns of the deletion
 * core: asked, looked at until it was seen absent, and only then off the ledger (S6, S7).
 */
export function createRetireWork(parts: RetireWorkParts): Work<Retirement> {
  const { database, pool, engine, random, lease, logger } = parts;
  const turn: TurnParts = {
    engine,
    random,
    store: { recordCreation: (itemId, ref) => recordCreation(database, itemId, ref) },
    report: {
      heldUp: ({ desktopId }, { id, kind }, attempts, reason) =>
        logger.warn({ desktop: desktopId, item: id, kind, attempts, reason }, 'an item that is to go stays'),
      ended: () => undefined,
    },
  };
  return {
    name: 'retirements',
    rest: 1_000,
    capacity: 20,
    claim: (limit) => claimRetirements(pool, lease.current(), limit),
    keyOf: ({ item }) => item.id,
    perform: async (retirement) => {
      const item = await takeTurn(turn, retirement.claim, retirement.item);
      if (item.ended !== undefined) {
        if (await endRetirement(database, retirement, item))
          logger.info({ desktop: retirement.desktopId, item: item.id, kind: item.kind }, 'an item has gone');
        return undefined;
      }
      const now = retirement.claim.now();
      const inMilliseconds = Math.max(0, (item.dueAt ?? now) - now);
      await giveBack(pool, retirement, item, inMilliseconds);
      return inMilliseconds;
    },
  };
}
