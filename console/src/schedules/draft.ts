import { scheduledTypes, taskTypes } from '@deskplane/server/schedules/taskFields.js';
import type { Task } from './task';

/** A task as it is typed. */
export interface Draft {
  readonly name: string;
  readonly type: (typeof taskTypes)[number];
  readonly kind: (typeof scheduledTypes)[number];
  readonly time: string;
  readonly date: string;
  readonly interval: string;
  /** 1 (Sunday) to 7, as texts. */
  readonly weekdays: readonly string[];
  readonly dates: string;
  readonly zone: string;
  readonly description: string;
  /** `2027-03-31`, with a time of day behind it or not; empty: the task goes on for good. */
  readonly ends: string;
  readonly force: boolean;
  readonly desktops: readonly string[];
}

/** What a form begins with: a task that is there, or a new one. */
export function draftOf(task: Task | undefined): Draft {
  return {
    name: task?.task_name ?? '',
    type: taskTypes.find((each) => each === task?.task_type) ?? 'STOP',
    kind: scheduledTypes.find((each) => each === task?.scheduled_type) ?? 'DAY',
    time: task?.scheduled_time ?? '20:00:00',
    date: task?.scheduled_date ?? '',
    interval: String(task?.day_interval ?? 1),
    weekdays: task?.week_list?.split(',') ?? [],
    dates: task?.date_list ?? '',
    zone: task?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    description: task?.description ?? '',
    ends: task?.expire_time ?? '',
    force: task?.force_execute ?? false,
    desktops: task?.apply_objects.map(({ object_id }) => object_id) ?? [],
  };
}

/** What is wrong with it, field by field; empty: nothing. */
export function faultsIn(draft: Draft): ReadonlySet<keyof Draft> {
  const { kind } = draft;
  const wrong: readonly (readonly [keyof Draft, boolean])[] = [
    ['name', draft.name.trim() === ''],
    ['time', !/^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/.test(draft.time)],
    ['date', kind === 'FIXED_TIME' && !/^\d{4}-\d\d-\d\d$/.test(draft.date)],
    ['interval', kind === 'DAY' && !/^(?:[1-9]|[12]\d|3[01])$/.test(draft.interval)],
    ['weekdays', kind === 'WEEK' && draft.weekdays.length === 0],
    [
      'dates',
      kind === 'MONTH' &&
        !/^(?:[1-9]|[12]\d|3[01]|L)(?:,(?:[1-9]|[12]\d|3[01]|L))*$/.test(spaceless(draft.dates)),
    ],
    ['ends', endOf(draft.ends) === undefined],
    ['desktops', draft.desktops.length === 0],
  ];
  return new Set(wrong.flatMap(([field, is]) => (is ? [field] : [])));
}

/** The fields of a call, but what is done: that is never changed. */
export function fieldsOf(draft: Draft) {
  const days = {
    FIXED_TIME: { scheduled_date: draft.date },
    DAY: { day_interval: Number(draft.interval) },
    WEEK: { week_list: draft.weekdays.toSorted().join(',') },
    MONTH: { date_list: spaceless(draft.dates) },
  };
  return {
    task_name: draft.name,
    scheduled_type: draft.kind,
    scheduled_time: draft.time.length === 5 ? `${draft.time}:00` : draft.time,
    time_zone: draft.zone,
    description: draft.description.trim(),
    expire_time: endOf(draft.ends) ?? '',
    force_execute: draft.force,
    apply_objects: draft.desktops.map((object_id) => ({ object_type: 'DESKTOP' as const, object_id })),
    ...days[draft.kind],
  };
}

const spaceless = (text: string): string => text.replaceAll(/\s/g, '').toUpperCase();

/** As a call takes it: a day without a time is that day to its end. @returns undefined for what is no such time */
function endOf(text: string): string | undefined {
  const [, date, hours, minutes, seconds] =
    /^(\d{4}-\d\d-\d\d)(?: +([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)?$/.exec(text.trim()) ?? [];
  if (text.trim() === '') return '';
  if (date === undefined) return undefined;
  return hours === undefined ? `${date} 23:59:59` : `${date} ${hours}:${minutes}:${seconds ?? '00'}`;
}
