import { useCollection } from '@cloudscape-design/collection-hooks';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props<Entry> {
  readonly title: string;
  readonly empty: string;
  readonly entries: readonly Entry[];
  /** How many there are, of which the entries may be the newest. */
  readonly total: number;
  readonly columns: readonly TableProps.ColumnDefinition<Entry>[];
}

const pageSize = 10;

/** One kind of what is on record about somebody. */
export function Section<Entry>({ title, empty, entries, total, columns }: Props<Entry>): ReactNode {
  const { t } = useTranslation('persons');
  const { items, collectionProps, paginationProps } = useCollection(entries, { pagination: { pageSize } });
  return (
    <Table
      {...collectionProps}
      contentDensity="compact"
      wrapLines
      ariaLabels={{ tableLabel: title }}
      header={
        <Header
          variant="h2"
          counter={`(${total})`}
          {...(total > entries.length ? { description: t('newest', { count: entries.length }) } : {})}
        >
          {title}
        </Header>
      }
      {...(entries.length > pageSize ? { pagination: <Pagination {...paginationProps} /> } : {})}
      items={items}
      empty={empty}
      columnDefinitions={columns}
    />
  );
}
