import type { useTranslation } from 'react-i18next';
import { formatAbout, formatList, formatStatements } from '../language/format';
import type { ListedTask } from './task';

/** The kind of schedule, and behind it on which days. */
export function daysOf(
  kind: string,
  task: Pick<ListedTask, 'scheduled_date' | 'day_interval' | 'week_list' | 'date_list' | 'month_list'>,
  t: ReturnType<typeof useTranslation<'schedules'>>['t'],
): string {
  const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;
  const named = weekdays.filter((day) => task.week_list?.split(',').includes(day));
  const parts = [
    task.scheduled_date,
    task.day_interval === null ? null : t('everyDays', { count: task.day_interval }),
    named.length === 0 ? null : formatList(named.map((day) => t(`weekdays.${day}`))),
    task.date_list,
    task.month_list === null ? null : t('inMonths', { months: task.month_list }),
  ].filter((part) => part !== null);
  return parts.length === 0 ? kind : formatAbout(kind, formatStatements(parts));
}
