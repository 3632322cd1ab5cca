import type { Logger } from 'pino';
import type { WorkerLease } from '../../workers/lease.js';
import type { Work } from '../../workers/loop.js';
import type { EndedItem } from '../watch/deletionMetrics.js';
import type { Claim } from './deletionStore.js';
import { type ExecutorParts, takeTurn } from './takeTurn.js';
import { createUnaskedItems } from './unaskedItems.js';

export interface DeletionWorkParts extends Omit<ExecutorParts, 'report' | 'unasked'> {
  readonly lease: WorkerLease;
  readonly logger: Logger;
  /** Something else became due: the next stage, or a mail. */
  readonly announceWork: () => void;
  /** An item ended by this process' doing. */
  readonly onEnded: (item: EndedItem) => void;
}

/** The work of deletion, one item at a time, many items side by side. */
export function createDeletionWork(parts: DeletionWorkParts): Work<Claim> {
  const { logger } = parts;
  const executor: ExecutorParts = {
    ...parts,
    unasked: createUnaskedItems(),
    report: {
      heldUp: ({ desktopId, itemId, kind }, attempts, reason) =>
        logger.warn({ desktop: desktopId, item: itemId, kind, attempts, reason }, 'a deletion is held up'),
      ended: (claim) => {
        const { desktopId, itemId, kind, intent } = claim;
        logger.info({ desktop: desktopId, item: itemId, kind, intent }, 'an item of a deletion has ended');
        parts.onEnded(claim);
        parts.announceWork();
      },
    },
  };
  return {
    name: 'deletion',
    capacity: 400,
    claim: (limit) => parts.store.claim(parts.lease.current(), limit),
    keyOf: (claim) => claim.itemId,
    perform: (claim) => takeTurn(executor, claim).catch((error: unknown) => giveBack(parts, claim, error)),
  };
}

/** How long an item rests after a turn that broke off for a reason of our own, a database without a free connection say. */
const restMilliseconds = 1_000;

/** Without this the claim would keep the item hidden for a minute. Fenced, so what another worker took stays his. */
async function giveBack({ store }: DeletionWorkParts, claim: Claim, error: unknown): Promise<never> {
  try {
    await store.postpone(claim, { inMilliseconds: restMilliseconds });
  } catch (second) {
    throw new AggregateError([error, second], 'a claim could not be given back', { cause: second });
  }
  throw error;
}
