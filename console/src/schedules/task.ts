import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Answer, OperationName } from '../api/operations';

export type ListedTask = Answer<'ListScheduledTasks'>['scheduled_tasks'][number];
export type Task = Answer<'ShowScheduledTasks'>;

/** As many tasks as one answer has room for. */
export const tasksAtOnce = 50;

/** What is read again when tasks have changed. */
export const staleTasks: readonly OperationName[] = ['ListScheduledTasks', 'ShowScheduledTasks'];

/** What `useReadAll` finds in an answer. */
export function tasksIn({ scheduled_tasks, total_count }: Answer<'ListScheduledTasks'>) {
  return { items: scheduled_tasks, total: total_count };
}

const statuses = ['RUNNING', 'SUCCESS', 'SKIP', 'FAIL'] as const;
export type RunStatus = (typeof statuses)[number];

/** The status that is there; undefined: none yet. */
export function statusIn(text: string | null): RunStatus | undefined {
  return statuses.find((status) => status === text);
}

/** How a status looks. */
export const statusType: Readonly<Record<RunStatus, StatusIndicatorProps.Type>> = {
  RUNNING: 'in-progress',
  SUCCESS: 'success',
  SKIP: 'stopped',
  FAIL: 'error',
};
