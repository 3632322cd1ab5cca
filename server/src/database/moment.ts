/**
 * SQL for the present moment in the life of a deletion. All of its times come from the database's clock, which every replica
 * shares, and none runs back: where that clock was set back, a later step happens at the time of the step before it. To the
 * millisecond, as receipts have it.
 * @param known SQL of what happened before; null does not count
 */
export function momentAfter(...known: readonly string[]): string {
  return `date_trunc('milliseconds', greatest(${['clock_timestamp()', ...known].join(', ')}))`;
}
