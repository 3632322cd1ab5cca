import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';

interface Props<Item> {
  readonly title: string;
  readonly description?: string;
  readonly actions?: ReactNode;
  readonly read: {
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly refetch: () => Promise<unknown>;
  };
  readonly items: readonly Item[] | undefined;
  readonly columns: readonly TableProps.ColumnDefinition<Item>[];
}

/** A table of what there is, searched by any text of it. Where it cannot be read it says why instead. */
export function Listing<Item>({
  title,
  description,
  actions,
  read,
  items: all,
  columns,
}: Props<Item>): ReactNode {
  const { t } = useTranslation('access');
  const { items, collectionProps, filterProps, paginationProps } = useCollection(all ?? [], {
    filtering: {
      empty: <Box textAlign="center">{t('none')}</Box>,
      noMatch: <Box textAlign="center">{t('noMatch')}</Box>,
    },
    pagination: { pageSize: 20 },
    sorting: {},
  });
  return (
    <SpaceBetween size="m">
      {read.error !== null && <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />}
      {(read.error === null || all !== undefined) && (
        <Table
          {...collectionProps}
          header={
            <Header
              variant="h2"
              counter={all === undefined ? '' : `(${all.length})`}
              {...(description === undefined ? {} : { description })}
              actions={actions}
            >
              {title}
            </Header>
          }
          contentDensity="compact"
          enableKeyboardNavigation
          loading={read.isPending}
          loadingText={t('loading')}
          items={items}
          columnDefinitions={columns}
          {...((all?.length ?? 0) > 10
            ? {
                filter: (
                  <TextFilter
                    {...filterProps}
                    filteringPlaceholder={t('search')}
                    filteringAriaLabel={t('search')}
                  />
                ),
                pagination: <Pagination {...paginationProps} />,
              }
            : {})}
        />
      )}
    </SpaceBetween>
  );
}
