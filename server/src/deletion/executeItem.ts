import type { Logger } from 'pino';
import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import { recordBirth } from '../desktops/bearItem.js';
import {
  type Engine,
  EngineError,
  type Observation,
  type ProviderRef,
  type RemoveAnswer,
} from '../engines/contract.js';
import type { WorkerId } from '../ids.js';
import { backoff } from '../workers/backoff.js';
import type { WorkerLease } from '../workers/lease.js';
import type { Work } from '../workers/loop.js';
import { decideStep } from './decide.js';
import { type ClaimedItem, claimItems } from './queries.js';
import {
  attemptsUntilFailed,
  endItem,
  postponeItem,
  recordAsked,
  recordNotAsked,
  showProgress,
} from './recordItem.js';

export interface DeletionParts {
  readonly database: Database;
  readonly engine: Engine;
  readonly ambient: Ambient;
  readonly lease: WorkerLease;
  readonly logger: Logger;
  /** Something else became due: the next stage, or a mail. */
  readonly wakeOthers: () => void;
}

type Claim = ClaimedItem & { readonly worker: WorkerId };

/** The work of deletion: one item at a time is looked at, asked to go if it is there, and ended once it was seen absent. */
export function createDeletionWork(parts: DeletionParts): Work<Claim> {
  return {
    name: 'deletion',
    capacity: 50,
    claim: async (limit) => {
      const worker = parts.lease.current();
      return (await claimItems(parts.database, worker, limit)).map((item) => ({ ...item, worker }));
    },
    keyOf: (item) => item.item_id,
    perform: (item) => takeTurn(parts, item),
  };
}

async function takeTurn(parts: DeletionParts, item: Claim): Promise<void> {
  try {
    const ref = await findItem(parts, item);
    if (ref === 'in-flight') {
      await postponeItem(parts.database, item, item.worker, { inMilliseconds: 200 });
      return;
    }
    const seen: Observation =
      ref === undefined ? { state: 'absent', grade: 'api-absent' } : await parts.engine.observe(ref);
    await act(parts, item, ref, seen);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    await recordFailure(parts, item, `${error.reason}: ${error.message}`);
  }
}

async function act(
  parts: DeletionParts,
  item: Claim,
  ref: ProviderRef | undefined,
  seen: Observation,
): Promise<void> {
  const { database, ambient } = parts;
  const now = ambient.now();
  const step = decideStep(
    { askedAt: item.asked_at, attempts: item.attempts, seenAbsent: item.seen_absent },
    seen,
    now,
  );
  switch (step.do) {
    case 'end': {
      if (await endItem(database, item, item.worker, { grade: step.grade, now })) {
        if (item.attempts >= attemptsUntilFailed) await showProgress(database, item, false);
        parts.wakeOthers();
      }
      return;
    }
    // A turn that went well ends the row of failures, or scattered faults would add up to long waits.
    case 'look-again':
      return postponeItem(database, item, item.worker, { ...step, attempts: 0 });
    case 'wait':
      return step.reason === null
        ? postponeItem(database, item, item.worker, { inMilliseconds: step.inMilliseconds, attempts: 0 })
        : recordFailure(parts, item, step.reason);
    case 'ask': {
      if (ref === undefined || !(await recordAsked(database, item, item.worker, now))) return;
      const answer = await ask(parts, item, ref);
      // Whatever the answer, only a look can end the item.
      return postponeItem(database, item, item.worker, {
        inMilliseconds: answer === 'accepted' ? step.inMilliseconds : 0,
        attempts: 0,
        error: null,
      });
    }
  }
}

async function ask(parts: DeletionParts, item: Claim, ref: ProviderRef): Promise<RemoveAnswer> {
  try {
    return await parts.engine.remove(ref, { force: item.is_force_delete });
  } catch (error) {
    await recordNotAsked(parts.database, item, item.worker);
    throw error;
  }
}

/** How long after it was asked for an item may still come into being although the answer was lost, in milliseconds. */
const creationHorizon = 30_000;

/**
 * Which engine item this is. One whose creation was asked for but never confirmed is looked up by its single-use name and
 * confirmed now (D7). @returns undefined if it never came to be; `in-flight` while it still may
 */
async function findItem(parts: DeletionParts, item: Claim): Promise<ProviderRef | undefined | 'in-flight'> {
  const { kind, provider_id: id, generation } = item;
  if (id !== null && generation !== null) return { kind, id, generation };
  if (item.creation_asked_at === null) return undefined;
  if (item.creation_in_flight) return 'in-flight';
  const found = await parts.engine.findByName(kind, item.single_use_name);
  if (found.length > 1)
    throw new EngineError('conflict', `${found.length} items carry the name ${item.single_use_name}`);
  const [ref] = found;
  if (ref !== undefined) {
    await recordBirth(parts.database, item.item_id, ref, parts.ambient.now());
    return ref;
  }
  const age = parts.ambient.now().getTime() - item.creation_asked_at.getTime();
  return age >= 0 && age < creationHorizon ? 'in-flight' : undefined;
}

async function recordFailure(parts: DeletionParts, item: Claim, error: string): Promise<void> {
  const attempts = item.attempts + 1;
  parts.logger.warn(
    { desktop: item.desktop_id, item: item.item_id, kind: item.kind, attempts, error },
    'deletion is held up',
  );
  await postponeItem(parts.database, item, item.worker, {
    inMilliseconds: backoff(attempts, parts.ambient.randomBytes(1).readUInt8() / 256),
    attempts,
    error: error.slice(0, 1000),
  });
  if (attempts === attemptsUntilFailed) await showProgress(parts.database, item, true);
}
