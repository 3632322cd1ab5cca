import { useCollection } from '@cloudscape-design/collection-hooks';
import Link from '@cloudscape-design/components/link';
import Pagination from '@cloudscape-design/components/pagination';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { desktopPath } from '../desktops/desktop';
import { useFollow } from '../layout/follow';
import type { ListedRow } from './checkList';
import { fields } from './listForm';
import type { Progress, RowProgress } from './useCreationJobs';

const kinds = {
  waiting: 'pending',
  sending: 'in-progress',
  accepted: 'in-progress',
  creating: 'in-progress',
  created: 'success',
  refused: 'error',
  failed: 'error',
  lost: 'warning',
} as const;

interface Props {
  readonly rows: readonly ListedRow[];
  /** Undefined: nothing was asked for yet. */
  readonly progress: Progress | undefined;
}

/** The desktops of a list, one a row. */
export function RowTable({ rows, progress }: Props): ReactNode {
  const { t } = useTranslation('many');
  const words = useTranslation('desktops').t;
  const follow = useFollow();
  const { items, paginationProps } = useCollection(rows, { pagination: { pageSize: 50 } });
  const nameCell = ({ row, computer_name }: ListedRow): ReactNode => {
    const id = progress?.get(row)?.desktopId;
    return id === undefined ? (
      computer_name
    ) : (
      <Link href={desktopPath(id)} onFollow={follow}>
        {computer_name}
      </Link>
    );
  };
  const columns: readonly TableProps.ColumnDefinition<ListedRow>[] = [
    { id: 'row', header: t('row'), width: 80, cell: ({ row }) => row },
    { id: 'name', header: words('name'), isRowHeader: true, minWidth: 120, cell: nameCell },
    ...(progress === undefined
      ? []
      : [
          {
            id: 'state',
            header: words('status.title'),
            minWidth: 220,
            cell: ({ row }: ListedRow) => <RowState progress={progress.get(row)} />,
          },
        ]),
    ...fields
      .filter((field) => field !== 'computer_name' && rows.some((row) => row[field] !== undefined))
      .map((field) => ({
        id: field,
        header: t(`field.${field}`),
        cell: (row: ListedRow) => row[field] ?? words('none'),
      })),
  ];
  return (
    <Table
      contentDensity="compact"
      wrapLines
      ariaLabels={{ tableLabel: t('rows') }}
      items={items}
      trackBy={({ row }) => String(row)}
      pagination={rows.length > 50 ? <Pagination {...paginationProps} /> : undefined}
      columnDefinitions={columns}
    />
  );
}

function RowState({ progress }: { readonly progress: RowProgress | undefined }): ReactNode {
  const { t } = useTranslation('many');
  const { kind, percent, reason } = progress ?? { kind: 'waiting', percent: 0, reason: '' };
  const text = t(`state.${kind}`);
  const more = kind === 'creating' ? ` ${percent} %` : reason === '' ? '' : `: ${reason}`;
  return <StatusIndicator type={kinds[kind]}>{`${text}${more}`}</StatusIndicator>;
}
