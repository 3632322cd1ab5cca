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
import { useRead } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { PersonState } from './PersonState';
import { nameOf } from './person';

const pageSize = 20;

/** Everybody who is or was a desktop user, found by name, address or ID. */
export function PersonsPage(): ReactNode {
  const { t } = useTranslation('persons');
  const follow = useFollow();
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  usePage(t('persons'), [{ text: t('users'), href: '/console/users' }]);
  const query = { search, limit: pageSize, offset: (page - 1) * pageSize };
  const read = useRead('ListPersons', { query }, { keep: true, every: 10_000 });
  const total = read.data?.total_count ?? 0;
  const find = (text: string): void => {
    setSearch(text);
    setPage(1);
  };
  return (
    <SpaceBetween size="m">
      {read.error !== null && <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />}
      <Table
        variant="full-page"
        stickyHeader
        enableKeyboardNavigation
        contentDensity="compact"
        trackBy="user_id"
        loading={read.isPending}
        loadingText={t('loading')}
        items={[...(read.data?.persons ?? [])]}
        empty={
          <Box textAlign="center" padding="l">
            <Box variant="strong" display="block" padding={{ bottom: 's' }}>
              {t(search === '' ? 'none' : 'noMatch')}
            </Box>
            {search !== '' && <Button onClick={() => find('')}>{t('clear')}</Button>}
          </Box>
        }
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={read.data === undefined ? '' : `(${total})`}
            description={t('description')}
          >
            {t('persons')}
          </Header>
        }
        filter={
          <TextFilter
            filteringText={search}
            filteringPlaceholder={t('search')}
            filteringAriaLabel={t('search')}
            countText={t('matches', { count: total })}
            onChange={({ detail }) => find(detail.filteringText)}
          />
        }
        pagination={
          <Pagination
            currentPageIndex={page}
            pagesCount={Math.max(1, Math.ceil(total / pageSize))}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
          />
        }
        columnDefinitions={[
          {
            id: 'name',
            header: t('name'),
            isRowHeader: true,
            cell: (person) => (
              <Link href={`/console/persons/${person.user_id}`} onFollow={follow}>
                {nameOf(person)}
              </Link>
            ),
          },
          { id: 'state', header: t('status'), cell: (person) => <PersonState person={person} /> },
          { id: 'email', header: t('email'), cell: ({ user_email }) => user_email || '–' },
          { id: 'id', header: t('id'), cell: ({ user_id }) => user_id },
        ]}
      />
    </SpaceBetween>
  );
}
