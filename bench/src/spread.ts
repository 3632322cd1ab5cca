/** What repeated measurements gave. */
export interface Spread {
  readonly median: number;
  /** Nine of ten are not above it. */
  readonly p90: number;
  /** Ninety-nine of a hundred are not above it. */
  readonly p99: number;
  readonly min: number;
  readonly max: number;
}

/** @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  return {
    median: at(Math.floor(sorted.length / 2)),
    p90: at(Math.max(0, Math.ceil(sorted.length * 0.9) - 1)),
    p99: at(Math.max(0, Math.ceil(sorted.length * 0.99) - 1)),
    min: at(0),
    max: at(sorted.length - 1),
  };
}
