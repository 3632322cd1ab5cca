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
import { callOperation } from '../api/operations';
import { useReadAll } from '../api/readAll';
import { useMay } from '../api/rights';
import { ErrorAlert } from '../layout/ErrorAlert';
import { ExportFile } from '../layout/ExportFile';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { GroupForm } from './GroupForm';
import { groupsAtOnce, groupsIn, type UserGroup } from './group';

const none: readonly UserGroup[] = [];

/** All groups of desktop users of the project. */
export function UserGroupsPage(): ReactNode {
  const { t } = useTranslation('userGroups');
  const follow = useFollow();
  const mayCreate = useMay('CreateUserGroup');
  const mayExport = useMay('ExportUserGroups');
  const [creating, setCreating] = useState(false);
  usePage(t('groups'), [{ text: t('users'), href: '/console/users' }]);
  const read = useReadAll('ListUserGroups', groupsAtOnce, groupsIn);
  const { items, collectionProps, filterProps, paginationProps, filteredItemsCount, actions } = useCollection(
    read.data?.items ?? none,
    {
      filtering: {
        fields: ['name', 'description'],
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
      sorting: { defaultState: { sortingColumn: { sortingField: 'name' } } },
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
              <SpaceBetween direction="horizontal" size="xs">
                <ExportFile
                  name="groups"
                  label={t('export.button')}
                  hint={t('export.hint')}
                  done={t('export.done')}
                  may={mayExport}
                  read={(projectId) => callOperation(projectId, 'ExportUserGroups')}
                />
                <Button
                  variant="primary"
                  disabled={!mayCreate}
                  disabledReason={t('mayNot')}
                  onClick={() => setCreating(true)}
                >
                  {t('create.open')}
                </Button>
              </SpaceBetween>
            }
          >
            {t('groups')}
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
            sortingField: 'name',
            cell: ({ id, name }) => (
              <Link href={`/console/user-groups/${id}`} onFollow={follow}>
                {name}
              </Link>
            ),
          },
          {
            id: 'users',
            header: t('users'),
            sortingField: 'user_quantity',
            cell: ({ user_quantity }) => user_quantity,
          },
          {
            id: 'desktops',
            header: t('desktops'),
            sortingField: 'total_desktops',
            cell: ({ total_desktops }) => total_desktops,
          },
          { id: 'note', header: t('note'), cell: ({ description }) => description || '–' },
        ]}
      />
      {creating && <GroupForm onClose={() => setCreating(false)} />}
    </SpaceBetween>
  );
}
