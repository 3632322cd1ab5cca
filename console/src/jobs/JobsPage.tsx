import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Pagination from '@cloudscape-design/components/pagination';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReadAll } from '../api/readAll';
import { OutcomeLink } from '../desktops/OutcomeLink';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { type JobRow, jobsOf } from './jobs';

const shown = {
  all: ['WAITING', 'RUNNING', 'SUCCESS', 'FAILED'],
  open: ['WAITING', 'RUNNING'],
  failed: ['FAILED'],
  done: ['SUCCESS'],
} as const satisfies Record<string, readonly JobRow['status'][]>;

type Shown = keyof typeof shown;

const kinds = { WAITING: 'pending', RUNNING: 'in-progress', SUCCESS: 'success', FAILED: 'error' } as const;

/** What was asked of desktops, job by job, with the part of each desktop in it and why it failed. */
export function JobsPage(): ReactNode {
  const { t } = useTranslation('jobs');
  const words = useTranslation('desktops').t;
  const follow = useFollow();
  const [chosen, setChosen] = useState<Shown>('all');
  const [opened, setOpened] = useState<readonly string[]>([]);
  usePage(t('jobs'));
  const read = useReadAll('ListItaSubJobs', 1000, (answer) => ({
    items: answer.jobs,
    total: answer.total_count,
  }));
  const jobs = useMemo(() => {
    const wanted: readonly JobRow['status'][] = shown[chosen];
    return jobsOf(read.data?.items ?? []).filter(({ status }) => wanted.includes(status));
  }, [read.data, chosen]);
  const { items, collectionProps, paginationProps } = useCollection(jobs, {
    pagination: { pageSize: 20 },
    sorting: {},
  });
  const typeText = (type: string): string => words(`jobs.type.${type}`, { defaultValue: type });
  return (
    <SpaceBetween size="m">
      {read.error !== null && <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />}
      <Table
        {...collectionProps}
        variant="full-page"
        stickyHeader
        wrapLines
        enableKeyboardNavigation
        contentDensity="compact"
        trackBy="id"
        loading={read.isPending}
        loadingText={t('loading')}
        items={items}
        empty={
          <Box textAlign="center" padding="l">
            {t('none')}
          </Box>
        }
        expandableRows={{
          getItemChildren: ({ subJobs }) => [...subJobs],
          isItemExpandable: ({ subJobs }) => subJobs.length > 0,
          expandedItems: jobs.filter(({ id }) => opened.includes(id)),
          onExpandableItemToggle: ({ detail: { item, expanded } }) =>
            setOpened((before) =>
              expanded ? [...before, item.id] : before.filter((each) => each !== item.id),
            ),
        }}
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={read.data === undefined ? '' : `(${jobs.length})`}
            description={t('description')}
          >
            {t('jobs')}
          </Header>
        }
        filter={
          <SegmentedControl
            label={t('show')}
            selectedId={chosen}
            options={Object.keys(shown).map((id) => ({ id, text: t(`shown.${id}`) }))}
            onChange={({ detail }) => {
              if (isShown(detail.selectedId)) setChosen(detail.selectedId);
            }}
          />
        }
        pagination={<Pagination {...paginationProps} />}
        columnDefinitions={[
          {
            id: 'type',
            header: words('jobs.what'),
            isRowHeader: true,
            sortingField: 'type',
            cell: ({ type, restore, former }) => (
              <>
                {typeText(type)}
                <OutcomeLink page={former}>{words('rebuild.deletion')}</OutcomeLink>
                <OutcomeLink page={restore}>{words('jobs.receipt')}</OutcomeLink>
              </>
            ),
          },
          {
            id: 'desktop',
            header: t('desktop'),
            cell: ({ desktop, desktops, type, status }) =>
              desktop === undefined ? (
                t('desktops', { count: desktops })
              ) : desktop.id === null ? (
                (desktop.name ?? '–')
              ) : (
                <Link
                  href={
                    type === 'deleteDesktops' && status !== 'FAILED'
                      ? `/console/deletions/${desktop.id}`
                      : `/console/desktops/${desktop.id}`
                  }
                  onFollow={follow}
                >
                  {desktop.name ?? desktop.id}
                </Link>
              ),
          },
          {
            id: 'status',
            header: words('status.title'),
            cell: ({ status, progress }) => (
              <StatusIndicator type={kinds[status]}>
                {words(`jobs.status.${status}`)}
                {status === 'RUNNING' ? ` ${progress} %` : ''}
              </StatusIndicator>
            ),
          },
          {
            id: 'begin',
            header: words('jobs.begin'),
            sortingField: 'begin',
            cell: ({ begin }) => formatTime(begin),
          },
          {
            id: 'end',
            header: words('jobs.end'),
            cell: ({ end }) => (end === null ? '–' : formatTime(end)),
          },
          {
            id: 'reason',
            header: words('jobs.reason'),
            minWidth: 260,
            cell: ({ reason, code }) =>
              reason === null ? '–' : `${reason}${code === null ? '' : ` (${code})`}`,
          },
        ]}
      />
    </SpaceBetween>
  );
}

function isShown(id: string): id is Shown {
  return id in shown;
}
