import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import PropertyFilter, { type PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReadAll } from '../api/readAll';
import { useMay } from '../api/rights';
import { ErrorAlert } from '../layout/ErrorAlert';
import { ExportTable } from '../layout/ExportTable';
import { useFollow, useGo } from '../layout/follow';
import { usePage } from '../layout/page';
import { useAddressFilter } from '../layout/useAddressFilter';
import { useTablePreferences } from '../layout/useTablePreferences';
import { byName, desktopColumns, usualColumns } from './columns';
import { type Desktop, deletionPath, manyPath } from './desktop';
import { readDesktopTable } from './desktopTable';
import { filterProperties, listed } from './listed';
import { PowerMenu } from './PowerMenu';
import { ScreenButton } from './ScreenButton';

const none: readonly Desktop[] = [];

/** All desktops of the project. */
export function DesktopsPage(): ReactNode {
  const { t } = useTranslation('desktops');
  const mayDelete = useMay('DeleteDesktop');
  const mayCreate = useMay('CreateDesktop');
  const go = useGo();
  const follow = useFollow();
  usePage(t('desktops'));
  const read = useReadAll('ListDesktopsDetail', 500, ({ desktops, total_count }) => ({
    items: desktops,
    total: total_count,
  }));
  const [preferences, setPreferences] = useTablePreferences('desktops', {
    pageSize: 20,
    contentDensity: 'compact',
    visibleContent: usualColumns,
  });
  const [looked, setLooked] = useAddressFilter(filterProperties);
  const columns = desktopColumns({ t, follow, now: read.dataUpdatedAt });
  const { items, collectionProps, propertyFilterProps, paginationProps, filteredItemsCount, actions } =
    useCollection(
      (read.data?.items ?? none).map((desktop) => listed(desktop, t)),
      {
        propertyFiltering: {
          defaultQuery: looked.filter,
          filteringProperties: filterProperties.map((key) => ({
            key,
            propertyLabel: t(`filter.${key}`),
            groupValuesLabel: t('filter.values', { property: t(`filter.${key}`) }),
            operators: [':', '!:', '=', '!='],
          })),
          empty: <Empty create={mayCreate ? () => go('/console/desktops/create') : undefined} />,
          noMatch: <NoMatch clear={() => filterBy({ operation: 'and', tokens: [] })} />,
        },
        pagination: { pageSize: preferences.pageSize ?? 20, defaultPage: looked.page },
        sorting: {
          defaultState: { sortingColumn: { sortingField: 'name', sortingComparator: byName } },
        },
        selection: { keepSelection: true, trackBy: 'desktop_id' },
      },
    );
  function filterBy(filter: PropertyFilterProps.Query): void {
    actions.setPropertyFiltering(filter);
    setLooked({ filter, page: 1 });
  }
  const chosen = collectionProps.selectedItems ?? [];
  return (
    <SpaceBetween size="m">
      {read.error !== null && <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />}
      <Table
        {...collectionProps}
        variant="full-page"
        stickyHeader
        resizableColumns={false}
        stickyColumns={{ first: 1 }}
        enableKeyboardNavigation
        selectionType="multi"
        trackBy="desktop_id"
        ariaLabels={{
          tableLabel: t('desktops'),
          selectionGroupLabel: t('select.group'),
          allItemsSelectionLabel: () => t('select.all'),
          itemSelectionLabel: (_, { name }) => t('select.one', { name }),
        }}
        loading={read.isPending}
        loadingText={t('loading')}
        items={items}
        columnDefinitions={columns}
        visibleColumns={preferences.visibleContent ?? usualColumns}
        contentDensity={preferences.contentDensity ?? 'compact'}
        wrapLines={preferences.wrapLines ?? false}
        stripedRows={preferences.stripedRows ?? false}
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={countText(chosen.length, read.data?.total)}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  iconName="refresh"
                  ariaLabel={t('refresh')}
                  loading={read.isFetching && !read.isPending && read.isRefetchError}
                  onClick={() => void read.refetch()}
                />
                <ExportTable name="desktops" read={(projectId) => readDesktopTable(projectId, t)} />
                <PowerMenu desktops={chosen} />
                <ScreenButton variant="normal" desktop={chosen.length === 1 ? chosen[0] : undefined} />
                <Button
                  disabled={chosen.length === 0 || !mayDelete}
                  {...(mayDelete ? {} : { disabledReason: t('mayNot') })}
                  href={deletionPath(chosen.map(({ desktop_id }) => desktop_id))}
                  onFollow={follow}
                >
                  {t('delete')}
                </Button>
                <ButtonDropdown
                  variant="primary"
                  expandToViewport
                  ariaLabel={t('createHow')}
                  mainAction={{
                    text: t('create'),
                    href: '/console/desktops/create',
                    onFollow: follow,
                    disabled: !mayCreate,
                    disabledReason: t('mayNot'),
                  }}
                  disabled={!mayCreate}
                  items={[{ id: 'many', text: t('many.open'), href: manyPath }]}
                  onItemFollow={follow}
                />
              </SpaceBetween>
            }
          >
            {t('desktops')}
          </Header>
        }
        filter={
          <PropertyFilter
            {...propertyFilterProps}
            onChange={({ detail }) => filterBy(detail)}
            filteringPlaceholder={t('filter.placeholder')}
            filteringAriaLabel={t('filter.placeholder')}
            countText={t('filter.matches', { count: filteredItemsCount ?? 0 })}
            expandToViewport
          />
        }
        pagination={
          <Pagination
            {...paginationProps}
            onChange={(event) => {
              paginationProps.onChange(event);
              setLooked({ filter: propertyFilterProps.query, page: event.detail.currentPageIndex });
            }}
          />
        }
        preferences={
          <CollectionPreferences
            title={t('preferences.title')}
            confirmLabel={t('preferences.confirm')}
            cancelLabel={t('cancel')}
            preferences={preferences}
            onConfirm={({ detail }) => setPreferences(detail)}
            pageSizePreference={{
              title: t('preferences.pageSize'),
              options: [20, 50, 100].map((value) => ({
                value,
                label: t('preferences.rows', { count: value }),
              })),
            }}
            contentDensityPreference={{
              label: t('preferences.compact'),
              description: t('preferences.compactHint'),
            }}
            visibleContentPreference={{
              title: t('preferences.columns'),
              options: [
                {
                  label: t('preferences.columns'),
                  options: columns.map(({ id, header }) => ({
                    id,
                    label: header,
                    editable: id !== 'name',
                  })),
                },
              ],
            }}
          />
        }
      />
    </SpaceBetween>
  );
}

function countText(chosen: number, total: number | undefined): string {
  if (total === undefined) return '';
  return chosen === 0 ? `(${total})` : `(${chosen}/${total})`;
}

function Empty({ create }: { readonly create: (() => void) | undefined }): ReactNode {
  const { t } = useTranslation('desktops');
  return (
    <Box textAlign="center" padding="l">
      <Box variant="strong">{t('empty.title')}</Box>
      <Box variant="p" padding={{ bottom: 's' }}>
        {create === undefined ? t('empty.forOthers') : t('empty.hint')}
      </Box>
      {create !== undefined && <Button onClick={create}>{t('create')}</Button>}
    </Box>
  );
}

function NoMatch({ clear }: { readonly clear: () => void }): ReactNode {
  const { t } = useTranslation('desktops');
  return (
    <Box textAlign="center" padding="l">
      <Box variant="strong" display="block" padding={{ bottom: 's' }}>
        {t('filter.noMatch')}
      </Box>
      <Button onClick={clear}>{t('filter.clear')}</Button>
    </Box>
  );
}
