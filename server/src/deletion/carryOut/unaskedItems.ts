import type { ItemId } from '../../ids.js';
import type { Claim } from './deletionStore.js';

/**
 * Items of which this process alone knows that the engine was not asked, although that may be written down: the database went away
 * between the two. Each with its count of asks as it may stand there by now, so that whatever anybody asked since is not taken for ours.
 */
export type UnaskedItems = Map<ItemId, number>;

/** What others take up is never heard of again. */
const maxRemembered = 10_000;

/** Remembers that the ask which the claim was to record has not reached the engine. */
export function rememberUnasked(unasked: UnaskedItems, { itemId, asks }: Claim): void {
  unasked.delete(itemId);
  unasked.set(itemId, asks + 1);
  if (unasked.size <= maxRemembered) return;
  for (const oldest of unasked.keys()) {
    unasked.delete(oldest);
    break;
  }
}

/** The claim as it truly is: an item that was not asked to go need not be given time for it. Asking twice does no harm. */
export function correctUnasked(unasked: UnaskedItems, claim: Claim): Claim {
  const asks = unasked.get(claim.itemId);
  if (asks === claim.asks) return { ...claim, sinceAsked: null };
  if (asks !== undefined) unasked.delete(claim.itemId);
  return claim;
}
