import { useCollection } from '@cloudscape-design/collection-hooks';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReadAll } from '../api/readAll';
import { useMay } from '../api/rights';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { ExportUsers } from '../users/ExportUsers';
import { AddMembers } from './AddMembers';
import type { Member, UserGroup } from './group';
import { RemoveMember } from './RemoveMember';

const none: readonly Member[] = [];

/** Who is in a group: puts users in and takes them out. */
export function GroupMembers({ group }: { readonly group: UserGroup }): ReactNode {
  const { t } = useTranslation('userGroups');
  const follow = useFollow();
  const mayChange = useMay('RunActionsOnGroup');
  const [doing, setDoing] = useState<'add' | Member>();
  const read = useReadAll(
    'ListUsersOfGroup',
    2_000,
    ({ users, total_count }) => ({ items: users, total: total_count }),
    { path: { group_id: group.id } },
  );
  const members = read.data?.items ?? none;
  const { items, allPageItems, collectionProps, filterProps, paginationProps, filteredItemsCount } =
    useCollection(members, {
      filtering: {
        fields: ['user_name', 'user_email', 'description'],
        empty: read.data !== undefined && t('members.none'),
        noMatch: t('noMatch'),
      },
      pagination: { pageSize: 20 },
      sorting: {},
    });
  if (read.error !== null) return <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />;
  return (
    <>
      <Table
        {...collectionProps}
        contentDensity="compact"
        wrapLines
        ariaLabels={{ tableLabel: t('members.title') }}
        loading={read.isPending}
        loadingText={t('members.loading')}
        items={items}
        trackBy="id"
        header={
          <Header
            variant="h2"
            counter={read.data === undefined ? '' : `(${read.data.total})`}
            description={t('members.hint')}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <ExportUsers
                  group={group}
                  found={filterProps.filteringText === '' ? undefined : allPageItems}
                />
                <Button disabled={!mayChange} disabledReason={t('mayNot')} onClick={() => setDoing('add')}>
                  {t('members.add')}
                </Button>
              </SpaceBetween>
            }
          >
            {t('members.title')}
          </Header>
        }
        filter={
          members.length > 20 || filterProps.filteringText !== '' ? (
            <TextFilter
              {...filterProps}
              filteringPlaceholder={t('members.search')}
              filteringAriaLabel={t('members.search')}
              countText={t('matches', { count: filteredItemsCount ?? 0 })}
            />
          ) : undefined
        }
        pagination={members.length > 20 ? <Pagination {...paginationProps} /> : undefined}
        columnDefinitions={[
          {
            id: 'name',
            header: t('user'),
            isRowHeader: true,
            sortingField: 'user_name',
            cell: ({ id, user_name }) => (
              <Link href={`/console/users/${id}`} onFollow={follow}>
                {user_name}
              </Link>
            ),
          },
          {
            id: 'email',
            header: t('email'),
            sortingField: 'user_email',
            cell: ({ user_email }) => user_email || '–',
          },
          { id: 'note', header: t('note'), cell: ({ description }) => description || '–' },
          {
            id: 'remove',
            header: t('members.change'),
            cell: (member) => (
              <Button
                variant="inline-link"
                ariaLabel={t('members.removeNamed', { user: member.user_name })}
                disabled={!mayChange}
                {...(mayChange ? {} : { disabledReason: t('mayNot') })}
                onClick={() => setDoing(member)}
              >
                {t('members.remove')}
              </Button>
            ),
          },
        ]}
      />
      {doing === 'add' && <AddMembers group={group} members={members} onClose={() => setDoing(undefined)} />}
      {typeof doing === 'object' && (
        <RemoveMember group={group} member={doing} onClose={() => setDoing(undefined)} />
      )}
    </>
  );
}
