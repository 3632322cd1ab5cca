/** Numbers of entries that were given out and that nobody has seen yet: their transactions are open, or were rolled back. */
export interface Gap {
  readonly low: number;
  readonly high: number;
  /** Whoever got one of them has a transaction with a lower number than this. */
  readonly before: number;
}

/** How far somebody has read the log. */
export interface LogPlace {
  readonly next: number;
  /** Below that, ascending. */
  readonly gaps: readonly Gap[];
}

/** What was read in one look. */
export interface LogLook {
  /** Of the entries beyond the place and in its gaps that were there, ascending; perhaps not all. */
  readonly sequences: readonly number[];
  /** Whether there may be more. */
  readonly cut: boolean;
  /** All transactions with a lower number were over. */
  readonly oldest: number;
  /** A transaction that got its number after the look. */
  readonly later: number;
}

export const logStart: LogPlace = { next: 1, gaps: [] };

/**
 * How far it is read after one more look. Numbers are given out in order, but become visible in that of the commits, so that one that is
 * missing below another may still come: as long as a transaction is open that may have got it. Whoever gets the number of an entry has one of a
 * transaction before (`next_log_sequence`), and got both before the higher entry was seen; so a transaction that began after the look has
 * a higher number, and once all with lower ones are over, what is still missing will never come. Nothing waits for an open one.
 */
export function readOn(place: LogPlace, { sequences, cut, oldest, later }: LogLook): LogPlace {
  const last = sequences.at(-1) ?? 0;
  // Beyond the last one of a look that was cut nothing is known.
  const known = cut ? last : Number.POSITIVE_INFINITY;
  const old = place.gaps.flatMap((gap): Gap[] => {
    if (gap.low > known) return [gap];
    const unknown = gap.high > known ? [{ ...gap, low: known + 1 }] : [];
    if (oldest >= gap.before) return unknown;
    return [...missing(sequences, gap.low, Math.min(gap.high, known), gap.before), ...unknown];
  });
  if (last < place.next) return { next: place.next, gaps: old };
  return { next: last + 1, gaps: [...old, ...missing(sequences, place.next, last, later)] };
}

/** The ranges between two numbers that have none of the sequences. */
function missing(sequences: readonly number[], low: number, high: number, before: number): Gap[] {
  const gaps: Gap[] = [];
  let from = low;
  for (const sequence of sequences) {
    if (sequence < from || sequence > high) continue;
    if (sequence > from) gaps.push({ low: from, high: sequence - 1, before });
    from = sequence + 1;
  }
  if (from <= high) gaps.push({ low: from, high, before });
  return gaps;
}
