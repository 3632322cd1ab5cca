import { printable } from '@deskplane/verify/text/printable.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';

/** When a task is due, as it is said at the command line. */
export interface ScheduleOptions {
  readonly at?: string | undefined;
  readonly once?: string | undefined;
  /** True: without a number. */
  readonly daily?: string | true | undefined;
  readonly weekly?: string | undefined;
  readonly monthly?: string | undefined;
  readonly months?: string | undefined;
  readonly zone?: string | undefined;
  readonly until?: string | undefined;
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * The fields of the API for it; nothing of what is not said.
 * @param usual on which days if nothing is said of that
 * @throws {Failure} `usage` for several kinds of days, and for what is no day of the week
 */
export function scheduleOf(
  { terminal }: Session,
  { at, once, daily, weekly, monthly, months, zone, until }: ScheduleOptions,
  usual?: 'daily',
): object {
  const words = terminal.messages.task;
  const days = [
    once === undefined ? [] : [{ scheduled_type: 'FIXED_TIME', scheduled_date: once }],
    daily === undefined ? [] : [{ scheduled_type: 'DAY', day_interval: daily === true ? 1 : Number(daily) }],
    weekly === undefined ? [] : [{ scheduled_type: 'WEEK', week_list: daysOfWeek(weekly, words.badDay) }],
    monthly === undefined ? [] : [{ scheduled_type: 'MONTH', date_list: monthly.toUpperCase() }],
  ].flat();
  if (days.length > 1) throw new Failure(exitCodes.usage, words.oneSchedule);
  const everyDay = usual === undefined ? {} : { scheduled_type: 'DAY', day_interval: 1 };
  return {
    ...(days[0] ?? everyDay),
    ...(months === undefined ? {} : { month_list: months }),
    ...(at === undefined ? {} : { scheduled_time: /^\d\d:\d\d$/.test(at) ? `${at}:00` : at }),
    ...(zone === undefined ? {} : { time_zone: zone }),
    ...(until === undefined ? {} : { expire_time: until }),
  };
}

function daysOfWeek(text: string, badDay: (day: string) => string): string {
  const days = text.split(',').map((each) => {
    const day = weekdays.indexOf(each.trim().toLowerCase());
    if (day < 0) throw new Failure(exitCodes.usage, badDay(printable(each)));
    return day + 1;
  });
  return days.join(',');
}
