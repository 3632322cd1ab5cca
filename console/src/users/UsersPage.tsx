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
import type { Answer } from '../api/operations';
import { useReadAll } from '../api/readAll';
import { useMay } from '../api/rights';
import { ErrorAlert } from '../layout/ErrorAlert';
import { ExportFile } from '../layout/ExportFile';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { DeskAddress } from '../reach/DeskAddress';
import { NoMail } from '../reach/SignInFields';
import { CreateUser } from './CreateUser';
import { exportUsers } from './exportUsers';
import { UserState } from './UserState';

type User = Answer<'ListUsers'>['users'][number];

const none: readonly User[] = [];

/** All desktop users of the project. */
export function UsersPage(): ReactNode {
  const { t } = useTranslation('users');
  const follow = useFollow();
  const mayCreate = useMay('CreateDesktopUser');
  const mayExport = useMay('ExportUsersNew');
  const [creating, setCreating] = useState(false);
  usePage(t('users'));
  const read = useReadAll('ListUsers', 1_000, ({ users, total_count }) => ({
    items: users,
    total: total_count,
  }));
  const { items, collectionProps, filterProps, paginationProps, filteredItemsCount, actions } = useCollection(
    read.data?.items ?? none,
    {
      filtering: {
        fields: ['user_name', 'user_email', 'user_phone', 'description'],
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
      sorting: { defaultState: { sortingColumn: { sortingField: 'user_name' } } },
    },
  );
  return (
    <SpaceBetween size="m">
      <NoMail />
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
            description={
              <>
                {t('description')}
                <div>
                  {t('deskAddress')} <DeskAddress />
                </div>
              </>
            }
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button href="/console/persons" onFollow={follow}>
                  {t('persons')}
                </Button>
                <Button href="/console/user-groups" onFollow={follow}>
                  {t('groups')}
                </Button>
                <ExportFile
                  name="users"
                  label={t('export.button')}
                  hint={t('export.hint')}
                  done={t('export.done')}
                  may={mayExport}
                  read={(projectId) => exportUsers(projectId)}
                />
                <Button
                  href="/console/users/import"
                  onFollow={follow}
                  disabled={!mayCreate}
                  disabledReason={t('mayNot')}
                >
                  {t('import')}
                </Button>
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
            {t('users')}
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
            sortingField: 'user_name',
            cell: ({ id, user_name }) => (
              <Link href={`/console/users/${id}`} onFollow={follow}>
                {user_name}
              </Link>
            ),
          },
          {
            id: 'status',
            header: t('status'),
            cell: ({ disabled, locked, account_expired, password_state }) => (
              <UserState
                disabled={disabled}
                locked={locked}
                expired={account_expired}
                passwordState={password_state}
              />
            ),
          },
          {
            id: 'email',
            header: t('email'),
            sortingField: 'user_email',
            cell: ({ user_email }) => user_email || '–',
          },
          {
            id: 'desktops',
            header: t('desktops'),
            sortingField: 'total_desktops',
            cell: ({ total_desktops }) => total_desktops ?? '–',
          },
          { id: 'note', header: t('note'), cell: ({ description }) => description || '–' },
        ]}
      />
      {creating && <CreateUser onClose={() => setCreating(false)} />}
    </SpaceBetween>
  );
}
