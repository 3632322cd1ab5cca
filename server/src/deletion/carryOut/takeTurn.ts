import { creationHorizon } from '../../desktops/create/createItem.js';
import {
  type Engine,
  EngineError,
  type Observation,
  type ProviderRef,
  type RemoveAnswer,
} from '../../engines/contract.js';
import { backoff } from '../../retry/backoff.js';
import { decideStep, type Step } from './decideStep.js';
import type { Claim, DeletionStore, ItemEnd } from './deletionStore.js';
import { attemptsUntilFailing, isFailing } from './failing.js';
import { correctUnasked, rememberUnasked, type UnaskedItems } from './unaskedItems.js';

/** What carrying out a deletion needs of the world. The simulation gives a world of its own. */
export interface ExecutorParts {
  readonly store: DeletionStore;
  readonly engine: Pick<Engine, 'observe' | 'remove' | 'findByName'>;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly report: DeletionReport;
  /** Empty at first; of one process, which tells nobody. */
  readonly unasked: UnaskedItems;
}

/** What those who watch deletions want to hear of. */
export interface DeletionReport {
  /** A turn failed, for the given time in a row. */
  heldUp(claim: Claim, attempts: number, reason: string): void;
  /** An item ended; something else may be due now. */
  ended(claim: Claim): void;
}

/** After about an hour of failed turns an item is looked at every five minutes: a fleet that is down must not be a load. */
const longFailing = 60;

/** No call to an engine takes longer, in milliseconds. */
const maxCall = 60_000;

/**
 * One turn of one item: looks at it, asks it to go if it is there, ends it once it was seen absent. Every effect is preceded
 * by a durable record, and no effect is believed before it was seen.
 */
export async function takeTurn(parts: ExecutorParts, claimed: Claim): Promise<void> {
  const claim = correctUnasked(parts.unasked, claimed);
  try {
    const ref = await findItem(parts, claim);
    if (ref === 'in-flight')
      return await parts.store.postpone(claim, { inMilliseconds: lookForCreationAfter(claim) });
    const seen = ref === undefined ? neverMade : await parts.engine.observe(ref);
    // The record of a creation whose answer was lost is younger than the claim.
    await act(parts, { ...claim, keyId: ref?.keyId ?? claim.keyId }, ref, seen);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    await recordFailure(parts, claim, `${error.reason}: ${error.message}`);
  }
}

const neverMade: Observation = { state: 'absent', grade: 'api-absent' };

async function act(
  parts: ExecutorParts,
  claim: Claim,
  ref: ProviderRef | undefined,
  seen: Observation,
): Promise<void> {
  const { store } = parts;
  const step = decideStep(claim, seen);
  switch (step.do) {
    case 'end':
      if (await store.end(claim, endOf(step))) await recovered(parts, claim);
      return;
    case 'look-again':
      return store.postpone(claim, { ...step, attempts: 0, error: null });
    case 'wait':
      // A turn that went well ends the row of failures, or scattered faults would add up to long waits.
      return step.reason === null
        ? store.postpone(claim, { inMilliseconds: step.inMilliseconds, attempts: 0 })
        : recordFailure(parts, claim, step.reason);
    case 'ask': {
      if (ref === undefined || !(await orRemember(parts, claim, store.recordAsked(claim)))) return;
      const answer = await ask(parts, claim, ref);
      // Whatever the answer, only a look can end the item. One that is said to be gone already is looked at right away.
      if (answer === 'absent' && (await endIfGone(parts, claim, ref))) return;
      await store.postpone(claim, {
        inMilliseconds: answer === 'accepted' ? step.inMilliseconds : 0,
        attempts: 0,
        error: claim.asks === 0 ? null : `asked to go ${claim.asks + 1} times and still there`,
      });
      // An engine that says yes each time and does nothing fails as well (Nova's `disable_terminate`).
      if (isFailing({ ...claim, asks: claim.asks + 1 })) await store.showWhetherFailing(claim.desktopId);
    }
  }
}

/** @returns whether there is nothing more to do in this turn */
async function endIfGone(parts: ExecutorParts, claim: Claim, ref: ProviderRef): Promise<boolean> {
  const seen = await parts.engine.observe(ref);
  const step = decideStep({ ...claim, sinceAsked: 0, seenAbsent: 0 }, seen);
  if (step.do !== 'end') return false;
  if (await parts.store.end(claim, endOf(step))) await recovered(parts, claim);
  return true;
}

function endOf({ ended, grade, key }: Extract<Step, { do: 'end' }>): ItemEnd {
  return key === undefined ? { ended, grade } : { ended, grade, key };
}

async function recovered(parts: ExecutorParts, claim: Claim): Promise<void> {
  if (isFailing(claim)) await parts.store.showWhetherFailing(claim.desktopId);
  parts.report.ended(claim);
}

async function ask(parts: ExecutorParts, claim: Claim, ref: ProviderRef): Promise<RemoveAnswer> {
  try {
    return await parts.engine.remove(ref, { force: claim.force });
  } catch (error) {
    await orRemember(parts, claim, parts.store.recordNotAsked(claim));
    throw error;
  }
}

/** What is being recorded may be lost, or its answer: that the engine was not asked is then known here alone. */
async function orRemember<T>({ unasked }: ExecutorParts, claim: Claim, recording: Promise<T>): Promise<T> {
  try {
    return await recording;
  } catch (error) {
    rememberUnasked(unasked, claim);
    throw error;
  }
}

/**
 * Which engine item this is. One whose creation was asked for but never confirmed is looked up by its single-use name and
 * confirmed now (D7). @returns undefined if it never came to be; `in-flight` while it still may
 */
async function findItem(parts: ExecutorParts, claim: Claim): Promise<ProviderRef | undefined | 'in-flight'> {
  const { kind, providerId: id, generation } = claim;
  if (id !== null && generation !== null) return { kind, id, generation };
  if (claim.creationAge === null) return undefined;
  // A worker that lives may have been kept from recording what it was answered.
  if (claim.creationInFlight && claim.creationAge < maxCall) return 'in-flight';
  const found = await parts.engine.findByName(kind, claim.singleUseName);
  if (found.length > 1)
    throw new EngineError('conflict', `${found.length} items carry the name ${claim.singleUseName}`);
  const [ref] = found;
  if (ref !== undefined) {
    await parts.store.recordCreation(claim.itemId, ref);
    return ref;
  }
  return claim.creationAge < creationHorizon ? 'in-flight' : undefined;
}

/** Often at first, then less and less: a tenth of the time since its creation was asked for. */
function lookForCreationAfter(claim: Claim): number {
  return Math.min(3_000, Math.max(200, (claim.creationAge ?? 0) / 10));
}

async function recordFailure(parts: ExecutorParts, claim: Claim, reason: string): Promise<void> {
  const attempts = claim.attempts + 1;
  parts.report.heldUp(claim, attempts, reason);
  await parts.store.postpone(claim, {
    inMilliseconds: backoff(attempts, parts.random(), 500, attempts < longFailing ? 60_000 : 300_000),
    attempts,
    error: reason.slice(0, 1000),
  });
  if (attempts >= attemptsUntilFailing) await parts.store.showWhetherFailing(claim.desktopId);
}
