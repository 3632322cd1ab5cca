import type { useTranslation } from 'react-i18next';
import type { ListedTask } from './task';

/** On which days, behind the kind of schedule. */
export function daysOf(
  task: Pick<ListedTask, 'scheduled_date' | 'day_interval' | 'week_list' | 'date_list' | 'month_list'>,
  t: ReturnType<typeof useTranslation<'schedules'>>['t'],
): string {
  const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;
  const named = weekdays.filter((day) => task.week_list?.split(',').includes(day));
  const parts = [
    task.scheduled_date,
    task.day_interval === null ? null : t('everyDays', { count: task.day_interval }),
    named.length === 0 ? null : named.map((day) => t(`weekdays.${day}`)).join(', '),
    task.date_list,
    task.month_list === null ? null : t('inMonths', { months: task.month_list }),
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : `: ${parts.join('; ')}`;
}
