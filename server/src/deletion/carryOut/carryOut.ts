import { type ItemState, notBefore, stageAtWork } from '../ledger/itemState.js';
import type { Claim } from './deletionStore.js';
import { isFailing } from './failing.js';
import { leftBehind } from './takeOver.js';
import { type ExecutorParts, longestWait, takeTurn } from './takeTurn.js';

/**
 * How often in a row the items of a stage have turns before the deletion is given back, where each is due again at once: an engine
 * that is done by the time it answers is asked and looked at twice.
 */
const maxRounds = 4;

/** How long a deletion rests after a turn that broke off for a reason of our own, a database without a free connection say. */
const restMilliseconds = 1_000;

/**
 * Carries a deletion out as far as it goes by itself: every stage, and the end. Every effect is preceded by a durable record of what
 * may be asked to go: the acceptance for the first stage, a record for each later one. What does not go at once is given back, and
 * has its next turn with whoever claims it.
 * @returns in how many milliseconds it is due again; undefined: it is not ours any more
 */
export async function carryOut(parts: ExecutorParts, claimed: Claim): Promise<number | undefined> {
  let claim = claimed;
  let told = claimed.items;
  let rounds = 0;
  const tell = (): void => {
    const ended = claim.items.filter((item, index) => item.ended !== told[index]?.ended);
    told = claim.items;
    if (ended.length > 0) parts.report.ended(claim, ended);
  };
  const giveBack = async (dueIn: number): Promise<number | undefined> => {
    if (!(await parts.store.record(claim, { ...claim, dueIn }))) return undefined;
    tell();
    return dueIn;
  };
  try {
    for (;;) {
      const stage = stageAtWork(claim.items);
      if (stage === undefined) {
        if (await parts.store.finish(claim, claim.items)) tell();
        return undefined;
      }
      if (stage > claim.stage) {
        const openedAt = notBefore(claim.now(), ...claim.items.map(({ endedAt }) => endedAt));
        const opened = { ...claim, stage, openedAt };
        if (!(await parts.store.record(claim, { ...opened, dueIn: null }))) return undefined;
        claim = { ...opened, version: claim.version + 1, failing: opened.items.some(isFailing) };
        rounds = 0;
        tell();
      }
      claim = await takeTurns(parts, claim, stage);
      rounds += 1;
      if (stageAtWork(claim.items) !== stage) continue;
      const dueIn = untilDue(claim, stage);
      if (dueIn > 0 || rounds === maxRounds || !knowsItems(claim)) return await giveBack(dueIn);
    }
  } catch (error) {
    const broken = error instanceof BrokenTurn ? error : new BrokenTurn(claim, error);
    claim = broken.claim;
    // Without this the claim would keep the deletion hidden for a minute. Fenced, so what another worker took stays his.
    await giveBack(restMilliseconds).catch((second: unknown) => {
      throw new AggregateError([broken.cause, second], 'a claim could not be given back', { cause: error });
    });
    throw broken.cause;
  }
}

/** A turn broke off for a reason of our own. What the others saw is kept. */
class BrokenTurn extends Error {
  override readonly name = 'BrokenTurn';
  readonly claim: Claim;

  constructor(claim: Claim, cause: unknown) {
    super('a turn broke off', { cause });
    this.claim = claim;
  }
}

/** A turn of every item of the stage that is due, side by side. */
async function takeTurns(parts: ExecutorParts, claim: Claim, stage: number): Promise<Claim> {
  const turns = await Promise.allSettled(
    claim.items.map(async (item) => (isDue(claim, item, stage) ? takeTurn(parts, claim, item) : item)),
  );
  const items = claim.items.map((item, index) => {
    const turn = turns[index];
    return turn?.status === 'fulfilled' ? turn.value : leftBehind(claim, item);
  });
  const after = { ...claim, items };
  for (const turn of turns) if (turn.status === 'rejected') throw new BrokenTurn(after, turn.reason);
  return after;
}

/**
 * Whether the claim has on record what the engine calls each item, and none goes alone: what was found out, or has gone, since is known
 * to the next claim.
 */
function knowsItems({ items, records }: Claim): boolean {
  return items.every(({ id, ended }) => {
    const record = records.get(id);
    return ended !== undefined || (record?.providerId !== null && record?.goesAlone !== true);
  });
}

function isDue(claim: Claim, item: ItemState, present: number): boolean {
  return item.ended === undefined && item.stage === present && waitOf(claim, item) <= 0;
}

/** Milliseconds until the first item of the stage is due. */
function untilDue(claim: Claim, present: number): number {
  const open = claim.items.filter(({ ended, stage }) => ended === undefined && stage === present);
  return Math.max(0, Math.min(...open.map((item) => waitOf(claim, item))));
}

/** A wait that is longer than any of its kind comes of a clock that was set back, and is over (A12). */
function waitOf(claim: Claim, item: ItemState): number {
  const wait = (item.dueAt ?? 0) - claim.now();
  return wait > longestWait(item) ? 0 : wait;
}
