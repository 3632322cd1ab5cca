import type { ItemState } from '../ledger/itemState.js';

/** After so many failed turns in a row, or asks without effect, a deletion is shown as failing; it goes on all the same (S7, L2). */
export const attemptsUntilFailing = 10;

/** Whether an item that has not ended failed so often, or was asked so often in vain, that its deletion is shown as failing. */
export function isFailing({ ended, attempts = 0, asks = 0 }: ItemState): boolean {
  return ended === undefined && (attempts >= attemptsUntilFailing || asks >= attemptsUntilFailing);
}

/** Failed turns in a row of the item with the most, of those that have not ended: what its deletion waits by. */
export function attemptsOf(items: readonly ItemState[]): number {
  return Math.max(0, ...items.map(({ ended, attempts = 0 }) => (ended === undefined ? attempts : 0)));
}
