import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Pagination from '@cloudscape-design/components/pagination';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReadAll } from '../api/readAll';
import { formatAbout, formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { ExportTable } from '../layout/ExportTable';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { DeletionState } from './DeletionState';
import { deletionIdOf } from './deletionId';
import { readDeletionTable } from './deletionTable';

const shown = {
  all: undefined,
  running: ['running'],
  failed: ['failed'],
  done: ['done'],
} as const;

type Shown = keyof typeof shown;

/** All deletions of the project: what runs, what is stuck, what is proven. */
export function DeletionsPage(): ReactNode {
  const { t } = useTranslation('deletions');
  const follow = useFollow();
  const [chosen, setChosen] = useState<Shown>('all');
  usePage(t('deletions'));
  const state = shown[chosen];
  const read = useReadAll(
    'ListDeletions',
    100,
    (answer) => ({ items: answer.deletions, total: answer.total_count }),
    state === undefined ? {} : { query: { state: [...state] } },
  );
  const { items, collectionProps, paginationProps } = useCollection(read.data?.items ?? [], {
    pagination: { pageSize: 20 },
    sorting: {},
  });
  return (
    <SpaceBetween size="m">
      {read.error !== null && <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />}
      <Table
        {...collectionProps}
        variant="full-page"
        stickyHeader
        enableKeyboardNavigation
        contentDensity="compact"
        trackBy={deletionIdOf}
        loading={read.isPending}
        loadingText={t('loading')}
        items={items}
        empty={
          <Box textAlign="center" padding="l">
            {t('none')}
          </Box>
        }
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={read.data === undefined ? '' : `(${read.data.total})`}
            description={t('description')}
            actions={<ExportTable name="deletions" read={(projectId) => readDeletionTable(projectId, t)} />}
          >
            {t('deletions')}
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
            id: 'desktop',
            header: t('desktop'),
            isRowHeader: true,
            cell: (deletion) => (
              <Link href={`/console/deletions/${deletionIdOf(deletion)}`} onFollow={follow}>
                {deletion.computer_name === '' ? deletionIdOf(deletion) : deletion.computer_name}
                {deletion.volume_id === undefined ? '' : ` · ${t('kind.volume')}`}
                {deletion.snapshot_id === undefined ? '' : ` · ${t('kind.snapshot')}`}
              </Link>
            ),
          },
          {
            id: 'state',
            header: t('state.title'),
            cell: (deletion) => <DeletionState deletion={deletion} />,
          },
          {
            id: 'accepted',
            header: t('acceptedAt'),
            sortingField: 'accepted_at',
            cell: ({ accepted_at }) => formatTime(accepted_at),
          },
          {
            id: 'by',
            header: t('acceptedBy'),
            sortingField: 'accepted_by_name',
            cell: ({ accepted_by, accepted_by_name }) => accepted_by_name || accepted_by,
          },
          {
            id: 'waits',
            header: t('waitsFor'),
            cell: ({ waiting_for: [waits] }) =>
              waits === undefined
                ? '–'
                : waits.last_error === null
                  ? t(`kind.${waits.kind}`)
                  : formatAbout(t(`kind.${waits.kind}`), waits.last_error),
          },
        ]}
      />
    </SpaceBetween>
  );
}

function isShown(id: string): id is Shown {
  return id in shown;
}
