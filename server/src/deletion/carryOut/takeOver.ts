import type { ItemId } from '../../ids.js';
import { forget, type ItemState } from '../ledger/itemState.js';
import type { Claim, CreationRecord } from './deletionStore.js';

/** What another worker left. */
export function takeOver(claim: Claim): Claim {
  return { ...claim, items: claim.items.map((item) => leftBehind(claim, item)) };
}

/** A deletion of which it is not known what was done with it last. */
export interface Left extends Pick<Claim, 'stage' | 'openedAt'> {
  readonly records: ReadonlyMap<ItemId, Pick<CreationRecord, 'providerId' | 'createdAt'>>;
}

/**
 * One item of it. What was seen last is not known, so looks are counted from zero; and what may have been asked counts as asked since
 * it could be, so that no receipt says of it that nobody had to ask (S17).
 */
export function leftBehind({ stage, openedAt, records }: Left, item: ItemState): ItemState {
  if (item.ended !== undefined) return item;
  const left = forget(item, 'seenAbsent', 'firstAbsentAt');
  const { providerId = null, createdAt } = records.get(item.id) ?? {};
  // What the engine made is on record before it is asked to go.
  const mayBeAsked = item.intent === 'delete' && item.stage <= stage && providerId !== null;
  if (!mayBeAsked || item.firstAskedAt !== undefined) return left;
  return { ...left, firstAskedAt: Math.max(openedAt, createdAt ?? openedAt) };
}
