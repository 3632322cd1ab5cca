import type { ItemId } from '../../ids.js';
import type { PlannedItem } from './planDeletion.js';

/** What a deletion does with the key of an item's data. */
export type KeyFate =
  | { readonly intent: 'destroy' }
  /** Its own data stay, or those of another item under the same key do. */
  | { readonly intent: 'keep'; readonly neededBy: ItemId };

/** A key goes with the last item under it, and so not while one of them stays. @returns undefined where there is no key */
export function decideKey(item: PlannedItem, items: readonly PlannedItem[]): KeyFate | undefined {
  if (item.keyId === null) return undefined;
  if (item.keyNeededBy !== undefined) return { intent: 'keep', neededBy: item.keyNeededBy };
  const staying = [item, ...items].find(({ keyId, intent }) => keyId === item.keyId && intent === 'detach');
  return staying === undefined ? { intent: 'destroy' } : { intent: 'keep', neededBy: staying.id };
}
