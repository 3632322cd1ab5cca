import type { ItemId } from '../../ids.js';
import { type BoundedMemory, createBoundedMemory } from '../../memory/boundedMemory.js';
import type { Claim } from './deletionStore.js';

/**
 * Items of which this process alone knows that the engine was not asked, although that may be written down: the database went away
 * between the two. Each with its count of asks as it may stand there by now, so that whatever anybody asked since is not taken for ours.
 */
export type UnaskedItems = BoundedMemory<ItemId, number>;

/** What others take up is never heard of again, so the memory needs a bound. */
export function createUnaskedItems(): UnaskedItems {
  return createBoundedMemory({ maxEntries: 10_000 });
}

/** Remembers that the ask which the claim was to record has not reached the engine. */
export function rememberUnasked(unasked: UnaskedItems, { itemId, asks }: Claim): void {
  unasked.set(itemId, asks + 1);
}

/** The claim as it truly is: an item that was not asked to go need not be given time for it. Asking twice does no harm. */
export function correctUnasked(unasked: UnaskedItems, claim: Claim): Claim {
  const asks = unasked.get(claim.itemId);
  if (asks === claim.asks) return { ...claim, sinceAsked: null };
  if (asks !== undefined) unasked.delete(claim.itemId);
  return claim;
}
