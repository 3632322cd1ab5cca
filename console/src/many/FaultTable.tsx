import { useCollection } from '@cloudscape-design/collection-hooks';
import Alert from '@cloudscape-design/components/alert';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListFault } from './checkList';

interface Props {
  readonly faults: readonly ListFault[];
  /** Of the columns, as the list has them, by field. */
  readonly titles: Readonly<Record<string, string>>;
}

/** What is wrong in a list: row, column, what stands there, and what would be right. */
export function FaultTable({ faults, titles }: Props): ReactNode {
  const { t } = useTranslation('many');
  const words = useTranslation('desktops').t;
  const { items, paginationProps } = useCollection(faults, { pagination: { pageSize: 20 } });
  return (
    <SpaceBetween size="s">
      <div role="alert">
        <Alert type="error" header={t('faults', { count: faults.length })}>
          {t('faultsHint')}
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
          {
            id: 'column',
            header: t('column'),
            cell: ({ field }) =>
              field === undefined ? words('none') : (titles[field] ?? t(`field.${field}`)),
          },
          { id: 'value', header: t('value'), cell: ({ value }) => value || words('none') },
          {
            id: 'fault',
            header: t('wrong'),
            isRowHeader: true,
            minWidth: 260,
            cell: ({ kind, other }) => t(`fault.${kind}`, { other }),
          },
        ]}
      />
    </SpaceBetween>
  );
}
