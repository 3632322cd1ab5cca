import { useCollection } from '@cloudscape-design/collection-hooks';
import Alert from '@cloudscape-design/components/alert';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { shortened } from '@deskplane/server/tables/readTable.js';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** What is wrong in a list, and where. */
export interface FaultLine {
  readonly row: number;
  /** Title of the column; undefined: the row as a whole. */
  readonly column: string | undefined;
  /** What stands there. */
  readonly value: string;
  /** What would be right. */
  readonly wrong: string;
}

interface Props {
  readonly faults: readonly FaultLine[];
  /** That nothing was done. */
  readonly hint: string;
}

/** What is wrong in a list: row, column, what stands there, and what would be right. */
export function FaultTable({ faults, hint }: Props): ReactNode {
  const { t } = useTranslation('lists');
  const { items, paginationProps } = useCollection(faults, { pagination: { pageSize: 20 } });
  return (
    <SpaceBetween size="s">
      <div role="alert">
        <Alert type="error" header={t('faults', { count: faults.length })}>
          {hint}
        </Alert>
      </div>
      <Table
        contentDensity="compact"
        wrapLines
        ariaLabels={{ tableLabel: t('faultTable') }}
        items={items}
        pagination={faults.length > 20 ? <Pagination {...paginationProps} /> : undefined}
        columnDefinitions={[
          { id: 'row', header: t('row'), width: 80, cell: ({ row }) => row },
          { id: 'column', header: t('column'), cell: ({ column }) => shortened(column ?? '–') },
          { id: 'value', header: t('value'), cell: ({ value }) => shortened(value) || '–' },
          {
            id: 'fault',
            header: t('wrong'),
            isRowHeader: true,
            minWidth: 260,
            cell: ({ wrong }) => wrong,
          },
        ]}
      />
    </SpaceBetween>
  );
}
