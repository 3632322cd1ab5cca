import { momentOf, type WallTime, wallTimeAt } from './zonedTime.js';

/** A date, as the number of days from 1970-01-01. */
export type DayNumber = number;

/** On which days something is to be done. */
export type Days =
  | { readonly kind: 'FIXED_TIME'; readonly date: DayNumber }
  /** Every so many days, counted from a date. */
  | { readonly kind: 'DAY'; readonly interval: number; readonly from: DayNumber }
  /** 1 to 7: Sunday to Saturday. */
  | { readonly kind: 'WEEK'; readonly weekdays: ReadonlySet<number> }
  | {
      readonly kind: 'MONTH';
      readonly months: ReadonlySet<number>;
      /** 1 to 31; 0: the last of the month. A month without such a day has none. */
      readonly dates: ReadonlySet<number>;
    };

/** When something is to be done, by a clock of a zone. */
export interface Schedule {
  readonly days: Days;
  /** Milliseconds from midnight to the time of day. */
  readonly timeOfDay: number;
  readonly zone: string;
  /** The last moment at which it may be; undefined: it never ends. */
  readonly until: Date | undefined;
}

const dayLength = 86_400_000;
/** The 29th of February comes within eight years. */
const horizon = 9 * 366;

/** The date that a clock shows. */
export const dayOf = (wall: WallTime): DayNumber => Math.floor(wall / dayLength);

/** Whether something is to be done on a date. */
export function isDue(days: Days, day: DayNumber): boolean {
  if (days.kind === 'FIXED_TIME') return day === days.date;
  if (days.kind === 'DAY') return day >= days.from && (day - days.from) % days.interval === 0;
  const date = new Date(day * dayLength);
  if (days.kind === 'WEEK') return days.weekdays.has(date.getUTCDay() + 1);
  if (!days.months.has(date.getUTCMonth() + 1)) return false;
  const isLast = new Date((day + 1) * dayLength).getUTCDate() === 1;
  return days.dates.has(date.getUTCDate()) || (isLast && days.dates.has(0));
}

/**
 * The first moment after another one at which it is to be done; undefined: there is none. A date and time of day is one moment, also
 * where a clock shows it twice or never (see {@link momentOf}).
 */
export function nextOccurrence(schedule: Schedule, after: Date): Date | undefined {
  const { days, timeOfDay, zone, until } = schedule;
  const today = dayOf(wallTimeAt(zone, after));
  const isFixed = days.kind === 'FIXED_TIME';
  // A day before: where a clock is set forward past it, the time of a day may be on the next one.
  const first = isFixed ? days.date : today - 1;
  const last = isFixed ? days.date : today + horizon;
  for (let day = first; day <= last; day += 1) {
    if (!isDue(days, day)) continue;
    const moment = momentOf(zone, day * dayLength + timeOfDay);
    if (until !== undefined && moment > until) return undefined;
    if (moment > after) return moment;
  }
  return undefined;
}

/** The first so many moments after another one, each later than the one before. */
export function nextOccurrences(schedule: Schedule, after: Date, count: number): Date[] {
  const found: Date[] = [];
  for (let at = after; found.length < count; ) {
    const next = nextOccurrence(schedule, at);
    if (next === undefined) break;
    found.push(next);
    at = next;
  }
  return found;
}
