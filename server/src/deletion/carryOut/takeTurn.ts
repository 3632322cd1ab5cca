import { creationHorizon } from '../../desktops/create/createItem.js';
import { type Engine, EngineError, type Observation, type ProviderRef } from '../../engines/contract.js';
import { paceOf } from '../../engines/pace.js';
import { backoff } from '../../retry/backoff.js';
import { fittingStart } from '../../text/unfitText.js';
import { askedInVain, leftToItsOwn } from '../ledger/askedInVain.js';
import { forget, type ItemState, momentOf } from '../ledger/itemState.js';
import { decideStep, type Step, usualPace } from './decideStep.js';
import type { Claim, CreationRecord, DeletionStore } from './deletionStore.js';

/** What one turn of an item needs of the world. */
export interface TurnParts {
  readonly store: Pick<DeletionStore, 'recordCreation'>;
  readonly engine: Pick<Engine, 'name' | 'usualDelayMs' | 'observe' | 'remove' | 'findByName'>;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly report: DeletionReport;
}

/** What carrying out a deletion needs of the world. The simulation gives a world of its own. */
export interface ExecutorParts extends TurnParts {
  readonly store: DeletionStore;
}

/** What those who watch deletions want to hear of. */
export interface DeletionReport {
  /** A turn of an item failed, for the given time in a row. */
  heldUp(claim: Claim, item: ItemState, attempts: number, reason: string): void;
  /** Items ended, and that is on record. */
  ended(claim: Claim, items: readonly ItemState[]): void;
}

/** After about an hour of failed turns an item is looked at every five minutes: a fleet that is down must not be a load. */
const longFailing = 60;

/** No call to an engine takes longer, in milliseconds. */
const maxCall = 60_000;

/**
 * One turn of one item: looks at it, asks it to go if it is there, ends it once it was seen absent. No effect is believed before it
 * was seen.
 * @returns what is known of the item now
 */
export async function takeTurn(parts: TurnParts, claim: Claim, item: ItemState): Promise<ItemState> {
  const record = claim.records.get(item.id);
  if (record === undefined) throw new Error(`There is no record of the item ${item.id}.`);
  const turn = { parts, claim, record };
  // An engine that lags may deny it once to each of two that look; only what one of them sees in a row counts (D8).
  if (record.goesAlone)
    return later(
      turn,
      { ...unseen(item), lastError: leftToItsOwn },
      lookAgainAfter(claim.now() - claim.openedAt),
    );
  try {
    const ref = await findItem(turn, item);
    if (typeof ref === 'number') return later(turn, unseen(item), ref);
    return await act(turn, item, ref, ref === undefined ? neverMade : await parts.engine.observe(ref));
  } catch (error) {
    return failed(turn, item, error);
  }
}

interface Turn {
  readonly parts: TurnParts;
  readonly claim: Claim;
  readonly record: CreationRecord;
}

const neverMade: Observation = { state: 'absent', grade: 'api-absent' };

async function act(
  turn: Turn,
  item: ItemState,
  ref: ProviderRef | undefined,
  seen: Observation,
): Promise<ItemState> {
  const { askedAt, seenAbsent = 0, intent } = item;
  const sinceAsked = askedAt === undefined ? null : turn.claim.now() - askedAt;
  const { keyId } = turn.record;
  const pace = paceOf(turn.parts.engine, usualPace);
  const step = decideStep({ intent, sinceAsked, seenAbsent, keyId }, seen, pace);
  switch (step.do) {
    case 'end':
      return end(turn, item, step);
    case 'look-again': {
      const well = forget(item, 'attempts', 'lastError');
      const firstAbsentAt = item.firstAbsentAt ?? present(turn, item);
      return later(turn, { ...well, seenAbsent: step.seenAbsent, firstAbsentAt }, step.inMilliseconds);
    }
    case 'wait':
      // A turn that went well ends the row of failures, or scattered faults would add up to long waits.
      return step.reason === null
        ? later(turn, forget(unseen(item), 'attempts'), step.inMilliseconds)
        : fail(turn, item, step.reason);
    case 'ask':
      return ref === undefined ? item : ask(turn, item, ref, step.inMilliseconds);
  }
}

/** Whatever the answer, only a look can end the item. One that is said to be gone already is looked at right away. */
async function ask(turn: Turn, item: ItemState, ref: ProviderRef, lookAfter: number): Promise<ItemState> {
  const { parts, claim } = turn;
  const now = present(turn, item);
  const asks = (item.asks ?? 0) + 1;
  const asked = { ...unseen(item), firstAskedAt: item.firstAskedAt ?? now, askedAt: now, asks };
  let answer: Awaited<ReturnType<typeof parts.engine.remove>>;
  try {
    answer = await parts.engine.remove(ref, { force: claim.force, unplug: claim.unplug });
  } catch (error) {
    // The next look that finds it there asks again.
    return failed(turn, forget(asked, 'askedAt'), error);
  }
  try {
    if (answer === 'absent') {
      const seen = await parts.engine.observe(ref);
      const step = decideStep({ ...asked, sinceAsked: 0, seenAbsent: 0, keyId: turn.record.keyId }, seen);
      if (step.do === 'end') return end(turn, asked, step);
    }
  } catch (error) {
    return failed(turn, asked, error);
  }
  const well = forget(asked, 'attempts', 'lastError');
  const inVain = asks === 1 ? {} : { lastError: askedInVain(asks) };
  return later(turn, { ...well, ...inVain }, answer === 'accepted' ? lookAfter : 0);
}

/** The engine's clock is another one: the key is told to have gone neither before the acceptance nor after its item (A12). */
function end(turn: Turn, item: ItemState, { ended, grade, key }: Extract<Step, { do: 'end' }>): ItemState {
  const endedAt = present(turn, item);
  const told = key?.destroyedAt.getTime();
  return {
    ...forget(item, 'dueAt', 'lastError', 'seenAbsent'),
    ended,
    endedAt,
    grade,
    firstAbsentAt: item.firstAbsentAt ?? endedAt,
    observedBy: turn.parts.engine.name,
    ...(told === undefined
      ? {}
      : { keyDestroyedAt: Math.min(endedAt, Math.max(turn.claim.acceptedAt, told)) }),
  };
}

function failed(turn: Turn, item: ItemState, error: unknown): ItemState {
  if (!(error instanceof EngineError)) throw error;
  return fail(turn, item, `${error.reason}: ${error.message}`);
}

function fail(turn: Turn, item: ItemState, reason: string): ItemState {
  const { parts, claim } = turn;
  const attempts = (item.attempts ?? 0) + 1;
  parts.report.heldUp(claim, item, attempts, reason);
  const wait = waitAfter(attempts, parts.random());
  return later(turn, { ...unseen(item), attempts, lastError: fittingStart(reason, 1000) }, wait);
}

function waitAfter(attempts: number, random: number): number {
  return backoff(attempts, random, 500, attempts < longFailing ? 60_000 : 300_000);
}

/** No item waits longer for its next turn, in milliseconds. */
export function longestWait({ attempts = 0 }: ItemState): number {
  return attempts === 0 ? 5_000 : waitAfter(attempts, 1);
}

/** Seen present or not known: counting looks that saw it absent begins anew. */
function unseen(item: ItemState): ItemState {
  return forget(item, 'seenAbsent', 'firstAbsentAt');
}

function later({ claim }: Turn, item: ItemState, milliseconds: number): ItemState {
  return { ...item, dueAt: claim.now() + milliseconds };
}

function present({ claim, record }: Turn, item: ItemState): number {
  return momentOf(item, claim.now(), claim.acceptedAt, record.createdAt, claim.openedAt);
}

/**
 * Which engine item this is. One whose creation was asked for but never confirmed is looked up by its single-use name and
 * confirmed now (D7). @returns undefined if it never came to be; in how many milliseconds to look again while it still may, or now
 * that it is on record: its record is younger than the claim
 */
async function findItem(
  { parts, record }: Turn,
  { id: itemId, kind }: ItemState,
): Promise<ProviderRef | undefined | number> {
  const { providerId: id, generation, creationAge } = record;
  if (id !== null && generation !== null) return { kind, id, generation };
  if (creationAge === null) return undefined;
  // A worker that lives may have been kept from recording what it was answered.
  if (record.creationInFlight && creationAge < maxCall) return lookAgainAfter(creationAge);
  const found = await parts.engine.findByName(kind, record.singleUseName, { making: true });
  if (found.length > 1)
    throw new EngineError('conflict', `${found.length} items carry the name ${record.singleUseName}`);
  const [ref] = found;
  if (ref !== undefined) {
    await parts.store.recordCreation(itemId, ref);
    return 0;
  }
  return creationAge < creationHorizon ? lookAgainAfter(creationAge) : undefined;
}

/** For what others do: often at first, then less and less, a tenth of the time that it has taken so far. */
function lookAgainAfter(elapsed: number): number {
  return Math.min(3_000, Math.max(200, elapsed / 10));
}
