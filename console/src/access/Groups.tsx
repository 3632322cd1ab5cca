import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { useFollow } from '../layout/follow';
import { Listing } from './Listing';

export function Groups(): ReactNode {
  const { t } = useTranslation('access');
  const follow = useFollow();
  const read = useRead('KeystoneListGroups');
  return (
    <Listing
      title={t('groups')}
      read={read}
      items={read.data?.groups}
      columns={[
        {
          id: 'name',
          header: t('name'),
          isRowHeader: true,
          sortingField: 'name',
          cell: ({ id, name }) => (
            <Link href={`/console/access/groups/${id}`} onFollow={follow}>
              {name}
            </Link>
          ),
        },
        { id: 'note', header: t('note'), cell: ({ description }) => description || '–' },
      ]}
    />
  );
}
