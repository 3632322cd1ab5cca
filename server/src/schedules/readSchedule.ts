import { ApiError, type ErrorArgument } from '../errors/errors.js';
import { type Days, dayOf, nextOccurrence, type Schedule } from './calendar/occurrences.js';
import { isTimeZone, momentOf, parseWallTime } from './calendar/zonedTime.js';
import type { ScheduleBody } from './scheduleSchemas.js';
import type { scheduledTypes } from './taskFields.js';

/** When a task is due, in the words of the API; each in the zone's own time. */
export interface ScheduleWords {
  readonly scheduled_type: (typeof scheduledTypes)[number];
  readonly time_zone: string;
  readonly scheduled_date: string | null;
  readonly scheduled_time: string;
  readonly day_interval: number | null;
  readonly week_list: string | null;
  readonly month_list: string | null;
  readonly date_list: string | null;
  readonly expire_time: string | null;
}

/** What each kind of schedule is said with, besides the time of day. */
const fieldsOf = {
  FIXED_TIME: ['scheduled_date'],
  DAY: ['day_interval'],
  WEEK: ['week_list'],
  MONTH: ['month_list', 'date_list'],
} as const satisfies Record<ScheduleWords['scheduled_type'], readonly (keyof ScheduleWords)[]>;
const allDayFields = ['scheduled_date', 'day_interval', 'week_list', 'month_list', 'date_list'] as const;

/**
 * What a call says of when a task is due, on top of what stood before; what goes with another kind of schedule than the new one is
 * left behind.
 * @throws {ApiError} WKS.0001 for what is missing or does not go together, naming it; DPL.0501 for what happens upon an event
 */
export function readScheduleWords(body: ScheduleBody, before?: ScheduleWords): ScheduleWords {
  const type = body.scheduled_type ?? before?.scheduled_type;
  if (type === undefined) throw missing('scheduled_type');
  if (type === 'LIFE_CYCLE')
    throw new ApiError(
      'DPL.0501',
      [{ en: 'tasks upon an event (LIFE_CYCLE)', zh: '触发式任务（LIFE_CYCLE）' }],
      'body: scheduled_type',
    );
  const own: readonly string[] = fieldsOf[type];
  const stray = allDayFields.find((field) => body[field] !== undefined && !own.includes(field));
  if (stray !== undefined)
    throw invalid(stray, {
      en: `${stray} does not go with the scheduled_type ${type}: leave it out`,
      zh: `${stray}不适用于scheduled_type ${type}，请去掉该参数`,
    });
  const kept = before?.scheduled_type === type ? before : undefined;
  const words: ScheduleWords = {
    scheduled_type: type,
    time_zone: body.time_zone ?? before?.time_zone ?? 'UTC',
    scheduled_time: body.scheduled_time ?? before?.scheduled_time ?? '',
    expire_time: (body.expire_time ?? before?.expire_time ?? '') || null,
    scheduled_date: body.scheduled_date ?? kept?.scheduled_date ?? null,
    day_interval: body.day_interval ?? kept?.day_interval ?? null,
    week_list: body.week_list ?? kept?.week_list ?? null,
    month_list: body.month_list ?? kept?.month_list ?? null,
    date_list: body.date_list ?? kept?.date_list ?? null,
  };
  const needed = type === 'MONTH' ? ['scheduled_time', 'date_list'] : ['scheduled_time', ...own];
  for (const field of needed) if (!Reflect.get(words, field)) throw missing(field);
  if (!isTimeZone(words.time_zone))
    throw invalid('time_zone', {
      en: `time_zone must be the name of a time zone, for instance Asia/Shanghai: "${words.time_zone.slice(0, 100)}" is none (see time_zone_name of ListTimeZones)`,
      zh: `time_zone必须为时区名称，例如Asia/Shanghai（见ListTimeZones的time_zone_name）`,
    });
  return words;
}

/**
 * The schedule that words say.
 * @param countedFrom yyyy-MM-dd, from which every so many days are counted
 * @throws {ApiError} WKS.0001 for a date that there is not
 */
export function scheduleOf(words: ScheduleWords, countedFrom: string): Schedule {
  const { time_zone: zone, expire_time: expires } = words;
  const midnight = parseWallTime('1970-01-01 00:00:00') ?? 0;
  return {
    days: daysOf(words, countedFrom),
    timeOfDay: (parseWallTime(`1970-01-01 ${words.scheduled_time}`) ?? midnight) - midnight,
    zone,
    until: expires === null ? undefined : momentOf(zone, wallOf('expire_time', expires)),
  };
}

/**
 * When a schedule is due next.
 * @throws {ApiError} WKS.0001 when it never is, naming the field that keeps it from being so
 */
export function requireNext(schedule: Schedule, after: Date): Date {
  const next = nextOccurrence(schedule, after);
  if (next !== undefined) return next;
  if (nextOccurrence({ ...schedule, until: undefined }, after) !== undefined)
    throw invalid('expire_time', {
      en: 'the task would never be due: it comes to no time before expire_time',
      zh: '该任务永远不会执行：在expire_time之前没有执行时间',
    });
  if (schedule.days.kind === 'FIXED_TIME')
    throw invalid('scheduled_date', {
      en: 'the task would never be due: its time is past (scheduled_date, scheduled_time)',
      zh: '该任务永远不会执行：其时间（scheduled_date、scheduled_time）已过',
    });
  throw invalid('date_list', {
    en: 'the task would never be due: no month of it has such a date (date_list, month_list)',
    zh: '该任务永远不会执行：其月份中没有这样的日期（date_list、month_list）',
  });
}

function daysOf(words: ScheduleWords, countedFrom: string): Days {
  const kind = words.scheduled_type;
  if (kind === 'FIXED_TIME') return { kind, date: dateOf('scheduled_date', words.scheduled_date ?? '') };
  if (kind === 'DAY')
    return { kind, interval: words.day_interval ?? 1, from: dateOf('day_interval', countedFrom) };
  if (kind === 'WEEK') return { kind, weekdays: numbersIn(words.week_list ?? '') };
  const everyMonth = '1,2,3,4,5,6,7,8,9,10,11,12';
  return {
    kind,
    months: numbersIn(words.month_list ?? everyMonth),
    dates: numbersIn((words.date_list ?? '').replaceAll('L', '0')),
  };
}

const numbersIn = (list: string): ReadonlySet<number> => new Set(list.split(',').map(Number));

const dateOf = (field: string, text: string): number => dayOf(wallOf(field, `${text} 00:00:00`));

function wallOf(field: string, text: string): number {
  const wall = parseWallTime(text);
  if (wall !== undefined) return wall;
  throw invalid(field, {
    en: `${field} must be a date that there is: "${text.slice(0, 19)}" is none`,
    zh: `${field}必须为存在的日期：“${text.slice(0, 19)}”不存在`,
  });
}

const missing = (field: string): ApiError =>
  invalid(field, { en: `${field} is required`, zh: `缺少${field}` });

const invalid = (field: string, words: ErrorArgument): ApiError =>
  new ApiError('WKS.0001', [words], `body: ${field}`);
