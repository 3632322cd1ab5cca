import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReadAll } from '../api/readAll';
import { useMay } from '../api/rights';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { daysOf } from './daysOf';
import { RunStatusText } from './RunStatusText';
import { TaskForm } from './TaskForm';
import { type ListedTask, tasksAtOnce, tasksIn } from './task';
import { useWords } from './useWords';

const none: readonly ListedTask[] = [];

/** All scheduled tasks of the project. */
export function TasksPage(): ReactNode {
  const { t } = useTranslation('schedules');
  const { typeText, kindText } = useWords();
  const follow = useFollow();
  const mayCreate = useMay('CreateScheduledTasks');
  const [creating, setCreating] = useState(false);
  usePage(t('tasks'));
  const read = useReadAll('ListScheduledTasks', tasksAtOnce, tasksIn, { query: { offset: 0, limit: 0 } });
  const { items, collectionProps, filterProps, paginationProps, filteredItemsCount, actions } = useCollection(
    read.data?.items ?? none,
    {
      filtering: {
        fields: ['task_name', 'description'],
        empty: read.data !== undefined && (
          <Box textAlign="center" padding="l">
            <Box variant="strong">{t('none')}</Box>
            <Box variant="p">{t('noneHint')}</Box>
          </Box>
        ),
        noMatch: (
          <Box textAlign="center" padding="l">
            <Box variant="strong" padding={{ bottom: 's' }}>
              {t('noMatch')}
            </Box>
            <Button onClick={() => actions.setFiltering('')}>{t('clear')}</Button>
          </Box>
        ),
      },
      pagination: { pageSize: 20 },
      sorting: { defaultState: { sortingColumn: { sortingField: 'task_name' } } },
    },
  );
  return (
    <SpaceBetween size="m">
      {read.error !== null && <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />}
      <Table
        {...collectionProps}
        variant="full-page"
        stickyHeader
        enableKeyboardNavigation
        contentDensity="compact"
        trackBy="id"
        loading={read.isPending}
        loadingText={t('loading')}
        items={items}
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={read.data === undefined ? '' : `(${read.data.total})`}
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
          >
            {t('tasks')}
          </Header>
        }
        filter={
          <TextFilter
            {...filterProps}
            filteringPlaceholder={t('search')}
            filteringAriaLabel={t('search')}
            countText={t('matches', { count: filteredItemsCount ?? 0 })}
          />
        }
        pagination={<Pagination {...paginationProps} />}
        columnDefinitions={[
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
            cell: (task) => `${kindText(task.scheduled_type)}${daysOf(task, t)}`,
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
