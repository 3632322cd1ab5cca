import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WholeList } from '../api/readAll';
import { ErrorAlert } from './ErrorAlert';

interface Props<Item> {
  readonly title: string;
  readonly description: ReactNode;
  /** What is searched for and found is handed to them; undefined: all is shown. */
  readonly actions: ReactNode | ((found: readonly Item[] | undefined) => ReactNode);
  /** As `useReadAll` gives it. */
  readonly read: {
    readonly data: WholeList<Item> | undefined;
    readonly error: Error | null;
    readonly isPending: boolean;
    readonly refetch: () => unknown;
  };
  readonly words: {
    readonly loading: string;
    readonly search: string;
    /** There is none yet, and what to do about that. */
    readonly none: string;
    readonly noneHint: string;
  };
  readonly searchedBy: readonly (keyof Item & string)[];
  readonly sortedBy: keyof Item & string;
  readonly columns: readonly TableProps.ColumnDefinition<Item>[];
}

const none: readonly never[] = [];

/** A whole list as the table of a page, sorted and searched in the browser. */
export function TablePage<Item extends { readonly id: string }>(props: Props<Item>): ReactNode {
  const { t } = useTranslation('layout');
  const { read, words } = props;
  const { items, allPageItems, collectionProps, filterProps, paginationProps, filteredItemsCount, actions } =
    useCollection(read.data?.items ?? none, {
      filtering: {
        fields: [...props.searchedBy],
        empty: read.data !== undefined && (
          <Box textAlign="center" padding="l">
            <Box variant="strong">{words.none}</Box>
            <Box variant="p">{words.noneHint}</Box>
          </Box>
        ),
        noMatch: (
          <Box textAlign="center" padding="l">
            <Box variant="strong" display="block" padding={{ bottom: 's' }}>
              {t('table.noMatch')}
            </Box>
            <Button onClick={() => actions.setFiltering('')}>{t('table.clear')}</Button>
          </Box>
        ),
      },
      pagination: { pageSize: 20 },
      sorting: { defaultState: { sortingColumn: { sortingField: props.sortedBy } } },
    });
  const found = filterProps.filteringText === '' ? undefined : allPageItems;
  return (
    <>
      {read.error !== null && <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />}
      <Table
        {...collectionProps}
        variant="full-page"
        stickyHeader
        enableKeyboardNavigation
        contentDensity="compact"
        trackBy="id"
        loading={read.isPending}
        loadingText={words.loading}
        items={items}
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={read.data === undefined ? '' : `(${read.data.total})`}
            description={props.description}
            actions={typeof props.actions === 'function' ? props.actions(found) : props.actions}
          >
            {props.title}
          </Header>
        }
        filter={
          <TextFilter
            {...filterProps}
            filteringPlaceholder={words.search}
            filteringAriaLabel={words.search}
            countText={t('table.matches', { count: filteredItemsCount ?? 0 })}
          />
        }
        pagination={<Pagination {...paginationProps} />}
        columnDefinitions={props.columns}
      />
    </>
  );
}
