import type { Logger } from 'pino';
import type { WorkerLease } from '../../workers/lease.js';
import type { Work } from '../../workers/loop.js';
import { type EndedItem, timeEnds } from '../watch/endedItems.js';
import { carryOut } from './carryOut.js';
import type { Claim } from './deletionStore.js';
import type { ExecutorParts } from './takeTurn.js';

export interface DeletionWorkParts extends Omit<ExecutorParts, 'report'> {
  readonly lease: WorkerLease;
  readonly logger: Logger;
  /** Something moved: a mail may be due, and who watches wants to hear of it. */
  readonly announceWork: () => void;
  /** An item ended by this process' doing. */
  readonly onEnded: (item: EndedItem) => void;
}

/** The work of deletion, one desktop at a time, many desktops side by side. */
export function createDeletionWork(parts: DeletionWorkParts): Work<Claim> {
  const { logger } = parts;
  const executor: ExecutorParts = {
    ...parts,
    report: {
      heldUp: ({ desktopId }, { id, kind }, attempts, reason) =>
        logger.warn({ desktop: desktopId, item: id, kind, attempts, reason }, 'a deletion is held up'),
      ended: ({ desktopId, acceptedAt, items }, ended) => {
        for (const { id, kind, intent } of ended)
          logger.info({ desktop: desktopId, item: id, kind, intent }, 'an item of a deletion has ended');
        for (const item of timeEnds(acceptedAt, items, ended)) parts.onEnded(item);
        parts.announceWork();
      },
    },
  };
  return {
    name: 'deletion',
    capacity: 400,
    claim: (limit) => parts.store.claim(parts.lease.current(), limit),
    keyOf: (claim) => claim.desktopId,
    perform: (claim) => carryOut(executor, claim),
  };
}
