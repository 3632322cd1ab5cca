import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReadAll } from '../api/readAll';
import { useMay } from '../api/rights';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { TablePage } from '../layout/TablePage';
import { daysOf } from './daysOf';
import { RunStatusText } from './RunStatusText';
import { TaskForm } from './TaskForm';
import { tasksAtOnce, tasksIn } from './task';
import { useWords } from './useWords';

/** All scheduled tasks of the project. */
export function TasksPage(): ReactNode {
  const { t } = useTranslation('schedules');
  const { typeText, kindText } = useWords();
  const follow = useFollow();
  const mayCreate = useMay('CreateScheduledTasks');
  const [creating, setCreating] = useState(false);
  usePage(t('tasks'));
  const read = useReadAll('ListScheduledTasks', tasksAtOnce, tasksIn, { query: { offset: 0, limit: 0 } });
  return (
    <SpaceBetween size="m">
      <TablePage
        title={t('tasks')}
        description={t('description')}
        actions={
          <Button
            variant="primary"
            disabled={!mayCreate}
            disabledReason={t('mayNot')}
            onClick={() => setCreating(true)}
          >
            {t('create.open')}
          </Button>
        }
        read={read}
        words={{ loading: t('loading'), search: t('search'), none: t('none'), noneHint: t('noneHint') }}
        searchedBy={['task_name', 'description']}
        sortedBy="task_name"
        columns={[
          {
            id: 'name',
            header: t('name'),
            isRowHeader: true,
            sortingField: 'task_name',
            cell: ({ id, task_name: name }) => (
              <Link href={`/console/scheduled-tasks/${id}`} onFollow={follow}>
                {name}
              </Link>
            ),
          },
          {
            id: 'type',
            header: t('does'),
            sortingField: 'task_type',
            cell: ({ task_type: type }) => typeText(type),
          },
          {
            id: 'kind',
            header: t('kind'),
            cell: (task) => daysOf(kindText(task.scheduled_type), task, t),
          },
          {
            id: 'next',
            header: t('next'),
            sortingField: 'next_execution_time',
            cell: (task) =>
              task.next_execution_time === null
                ? t(task.enable ? 'never' : 'disabled')
                : `${task.next_execution_time} ${task.time_zone}`,
          },
          {
            id: 'last',
            header: t('last'),
            sortingField: 'last_status',
            cell: ({ last_status: status }) => <RunStatusText status={status} />,
          },
        ]}
      />
      {creating && <TaskForm onClose={() => setCreating(false)} />}
    </SpaceBetween>
  );
}
