/** After so many failed turns in a row, or asks without effect, a deletion is shown as failing; it goes on all the same (S7, L2). */
export const attemptsUntilFailing = 10;

/** Whether an item that has not ended failed so often, or was asked so often in vain, that its deletion is shown as failing. */
export function isFailing({ attempts, asks }: { readonly attempts: number; readonly asks: number }): boolean {
  return attempts >= attemptsUntilFailing || asks >= attemptsUntilFailing;
}

/**
 * {@link isFailing} in SQL.
 * @param row what a row of `deletion_items` is called in the statement
 */
export function failingSql(row: string): string {
  return `(${row}.attempts >= ${attemptsUntilFailing} or ${row}.asks >= ${attemptsUntilFailing})`;
}
