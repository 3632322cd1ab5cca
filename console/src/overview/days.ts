import { readTime } from '../language/format';

/** What became of the deletions that were asked for on one day. */
export interface Day {
  /** Its beginning in the reader's time zone. */
  readonly start: Date;
  readonly done: number;
  /** Under way, or stuck. */
  readonly open: number;
}

interface Deletion {
  readonly accepted_at: string;
  readonly state: 'running' | 'failed' | 'done';
}

/** The beginnings of the last days in the reader's time zone, today last. Days are not all 24 hours long. */
export function lastDays(count: number, now: Date): readonly Date[] {
  return Array.from(
    { length: count },
    (_, index) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - (count - 1 - index)),
  );
}

/** @param starts in their order; what is older than the first of them does not count */
export function deletionsByDay(starts: readonly Date[], deletions: readonly Deletion[]): readonly Day[] {
  const days = starts.map((start) => ({ start, done: 0, open: 0 }));
  for (const { accepted_at, state } of deletions) {
    const at = readTime(accepted_at);
    const day = days.findLast(({ start }) => start.getTime() <= at);
    if (day !== undefined) day[state === 'done' ? 'done' : 'open'] += 1;
  }
  return days;
}
