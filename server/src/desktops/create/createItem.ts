import type { Logger } from 'pino';
import {
  type Engine,
  EngineError,
  type EngineErrorReason,
  type ItemSpec,
  type ProviderRef,
} from '../../engines/contract.js';
import type { ItemId, WorkerId } from '../../ids.js';
import { backoff } from '../../retry/backoff.js';
import { retry } from '../../retry/retry.js';

/** Where creations are recorded: three operations, each atomic. PostgreSQL in production, memory in the simulation. */
export interface CreationStore {
  /**
   * Notes that an item is about to be asked for. Only while the desktop is this worker's: a deletion that was accepted
   * meanwhile must not see new items appear (S9). And only when nobody else is at it: of two who ask, one would get an item
   * that the ledger does not know.
   * @returns undefined when there is nothing for this worker to ask for
   * @throws {EngineError} conflict while another living worker waits for the engine's answer
   */
  recordAsking(itemId: ItemId, worker: WorkerId): Promise<Asking | undefined>;
  /**
   * Notes that the engine gave no item. An earlier attempt with an open outcome keeps the question open, whatever became of
   * the later one.
   * @param without the engine is certain to have done nothing
   */
  recordFailedAsking(asking: Asking, without: boolean): Promise<void>;
  /**
   * Writes down what an engine calls an item. True whoever finds out, so it needs no claim.
   * @returns whether the ledger knows the item by this id now; false when it has another one on record, or saw it gone
   */
  recordCreation(itemId: ItemId, ref: ProviderRef): Promise<boolean>;
}

/** An item that a worker asks the engine for, as the ledger has it. */
export interface Asking {
  readonly itemId: ItemId;
  readonly worker: WorkerId;
  /** An earlier attempt was made whose outcome nobody knows. */
  readonly askedBefore: boolean;
}

export interface CreationParts {
  readonly creations: CreationStore;
  readonly engine: Pick<Engine, 'create' | 'findByName' | 'remove'>;
  /** Lets so many milliseconds go by. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
  /** Milliseconds since this machine started. */
  readonly machineTime: () => number;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
}

/** How long after it was asked for an item may still come into being although the answer was lost, in milliseconds. */
export const creationHorizon = 30_000;

/** How long a call may lie about before the engine begins with it, in milliseconds: well within {@link creationHorizon}. */
const maxWait = 15_000;

/** Answers that say for certain that a creation had no effect. After any other only the name can tell (S5). */
const withoutEffect: ReadonlySet<EngineErrorReason> = new Set([
  'refused',
  'capacity',
  'throttled',
  'not-found',
]);

/**
 * Brings an item of the ledger into being, or finds that it already is (D7): that it was asked for is on record
 * before the engine hears of it, and after a crash the single-use name tells whether the engine did.
 * @returns undefined when the desktop is no longer this worker's to build
 * @throws {EngineError} conflict also while another living worker waits for the engine's answer about this item
 */
export async function createItem(
  parts: CreationParts,
  itemId: ItemId,
  spec: ItemSpec,
  worker: WorkerId,
): Promise<ProviderRef | undefined> {
  const notAfter = parts.machineTime() + maxWait;
  const asking = await parts.creations.recordAsking(itemId, worker);
  if (asking === undefined) return undefined;
  const ref = await findOrCreate(parts, spec, asking, notAfter);
  if (await recordCreationSurely(parts, itemId, ref)) return ref;
  await removeSurplus(parts, itemId, ref);
  return undefined;
}

async function findOrCreate(
  parts: CreationParts,
  spec: ItemSpec,
  asking: Asking,
  notAfter: number,
): Promise<ProviderRef> {
  let without = false;
  try {
    const created = asking.askedBefore ? await findCreated(parts.engine, spec) : undefined;
    if (created !== undefined) return created;
    return await parts.engine.create(spec, notAfter).catch(async (error: unknown) => {
      if (!(error instanceof EngineError)) throw error;
      without = withoutEffect.has(error.reason);
      // An engine that says so may have heard of the name before: from us, in a call whose answer was lost on the way.
      const mine = error.reason === 'conflict' ? await findCreated(parts.engine, spec) : undefined;
      if (mine === undefined) throw error;
      return mine;
    });
  } catch (error) {
    await parts.creations.recordFailedAsking(asking, without);
    throw error;
  }
}

async function findCreated(
  engine: CreationParts['engine'],
  spec: ItemSpec,
): Promise<ProviderRef | undefined> {
  const found = await engine.findByName(spec.kind, spec.name);
  if (found.length > 1)
    throw new EngineError('conflict', `${found.length} items carry the name ${spec.name}`);
  return found[0];
}

/** Attempts enough to outlast this worker's lease: after that others know that nobody waits for an answer any more. */
const recordAttempts = 5;

/** The one write that must not be lost while this process lives: without it a deletion would wait for the answer for ever. */
async function recordCreationSurely(
  parts: CreationParts,
  itemId: ItemId,
  ref: ProviderRef,
): Promise<boolean> {
  return retry(() => parts.creations.recordCreation(itemId, ref), {
    maxAttempts: recordAttempts,
    isTransient: (error, attempt) => {
      parts.logger.warn({ item: itemId, ref, attempt, err: error }, 'could not record a new item');
      return true;
    },
    pause: pauseAfter(parts),
  });
}

/** How often an item that nobody waits for any more is asked to go. */
const removalAttempts = 5;

/**
 * The answer came so late that the item was given up, or made by somebody else: what came of it is ours alone, in use by
 * nothing and in no ledger, so it goes at once.
 */
async function removeSurplus(parts: CreationParts, itemId: ItemId, ref: ProviderRef): Promise<void> {
  const remove = async (attempt: number): Promise<'gone' | 'there'> => {
    try {
      await parts.engine.remove(ref, { force: true });
      parts.logger.warn({ item: itemId, ref }, 'removed an item that came too late');
      return 'gone';
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      parts.logger.error(
        { item: itemId, ref, attempt, err: error },
        'an item that came too late does not go',
      );
      return 'there';
    }
  };
  await retry(remove, {
    maxAttempts: removalAttempts,
    isOvertaken: (result) => result === 'there',
    pause: pauseAfter(parts),
  });
}

const pauseAfter =
  ({ pause }: CreationParts) =>
  (attempt: number): Promise<unknown> =>
    pause(backoff(attempt, 0));
