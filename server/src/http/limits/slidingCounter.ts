import { createBoundedMemory } from '../../memory/boundedMemory.js';

/** Counts events by key over the last minute, nearly exactly: the minute before counts by the part of it that still overlaps. */
export interface SlidingCounter {
  /**
   * Counts one more, if that stays within the limit.
   * @returns undefined when it was counted; else the whole seconds after which it would be
   */
  take(key: string, limit: number): number | undefined;
  /** Counts one more, whatever the limit. */
  add(key: string): void;
  /** As {@link SlidingCounter.take}, without counting. */
  wait(key: string, limit: number): number | undefined;
}

interface Count {
  /** When the present minute of this key began. */
  start: number;
  before: number;
  present: number;
}

const minute = 60_000;
/** Fractions of a request are no reason to refuse one. */
const tolerance = 1e-6;

/**
 * In this process only: each replica counts for itself.
 * @param clock monotonic milliseconds
 * @param maxKeys how many are counted; the one that was counted longest ago makes room for another
 */
export function createSlidingCounter(clock: () => number, maxKeys = 50_000): SlidingCounter {
  const counts = createBoundedMemory<string, Count>({ maxEntries: maxKeys });

  const present = (key: string): Count => {
    const now = clock();
    const known = counts.peek(key);
    if (known === undefined) return { start: now, before: 0, present: 0 };
    const passed = Math.floor((now - known.start) / minute);
    if (passed > 0) {
      known.before = passed === 1 ? known.present : 0;
      known.present = 0;
      known.start += passed * minute;
    }
    return known;
  };

  const add = (key: string, count: Count): void => {
    count.present += 1;
    counts.set(key, count);
  };

  const waitOf = (count: Count, limit: number): number | undefined => {
    const into = clock() - count.start;
    const counted = (count.before * (minute - into)) / minute + count.present;
    if (counted <= limit - 1 + tolerance) return undefined;
    const room = limit - 1 - count.present;
    // When so much of the minute before has passed that there is room; or of the present one, once that is the one before.
    const until =
      room >= 0
        ? minute - (room * minute) / count.before
        : 2 * minute - ((limit - 1) * minute) / count.present;
    return Math.max(1, Math.ceil((until - into) / 1_000));
  };

  return {
    take: (key, limit) => {
      const count = present(key);
      const wait = waitOf(count, limit);
      if (wait === undefined) add(key, count);
      return wait;
    },
    add: (key) => add(key, present(key)),
    wait: (key, limit) => waitOf(present(key), limit),
  };
}
