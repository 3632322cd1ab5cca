import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReadAll } from '../api/readAll';
import { useMay } from '../api/rights';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { TablePage } from '../layout/TablePage';
import { DeskAddress } from '../reach/DeskAddress';
import { NoMail } from '../reach/SignInFields';
import { CreateUser } from './CreateUser';
import { ExportUsers } from './ExportUsers';
import { UserState } from './UserState';

/** All desktop users of the project. */
export function UsersPage(): ReactNode {
  const { t } = useTranslation('users');
  const follow = useFollow();
  const mayCreate = useMay('CreateDesktopUser');
  const [creating, setCreating] = useState(false);
  usePage(t('users'));
  const read = useReadAll('ListUsers', 1_000, ({ users, total_count }) => ({
    items: users,
    total: total_count,
  }));
  return (
    <SpaceBetween size="m">
      <NoMail />
      <TablePage
        title={t('users')}
        description={
          <>
            {t('description')}
            <div>
              {t('deskAddress')} <DeskAddress />
            </div>
          </>
        }
        actions={(found) => (
          <SpaceBetween direction="horizontal" size="xs">
            <Button href="/console/persons" onFollow={follow}>
              {t('persons')}
            </Button>
            <Button href="/console/user-groups" onFollow={follow}>
              {t('groups')}
            </Button>
            <ExportUsers found={found} />
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
        )}
        read={read}
        words={{ loading: t('loading'), search: t('search'), none: t('none'), noneHint: t('noneHint') }}
        searchedBy={['user_name', 'user_email', 'user_phone', 'description']}
        sortedBy="user_name"
        columns={[
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
