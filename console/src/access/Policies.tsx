import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollow } from '../layout/follow';
import { Listing } from './Listing';
import { useReadMarked } from './readMarked';

/** Identity policies, those of the service and those of the account. */
export function Policies(): ReactNode {
  const { t } = useTranslation('access');
  const follow = useFollow();
  const read = useReadMarked('ListPoliciesV5', ({ policies }) => policies);
  return (
    <Listing
      title={t('policies')}
      description={t('policiesHint')}
      read={read}
      items={read.data}
      columns={[
        {
          id: 'name',
          header: t('name'),
          isRowHeader: true,
          sortingField: 'policy_name',
          cell: ({ policy_id, policy_name }) => (
            <Link href={`/console/access/policies/${policy_id}`} onFollow={follow}>
              {policy_name}
            </Link>
          ),
        },
        {
          id: 'type',
          header: t('type'),
          sortingField: 'policy_type',
          cell: ({ policy_type }) => t(`policyType.${policy_type}`),
        },
        {
          id: 'attached',
          header: t('attachedTo'),
          sortingField: 'attachment_count',
          cell: ({ attachment_count }) => attachment_count,
        },
        { id: 'note', header: t('note'), cell: ({ description }) => description || '–' },
      ]}
    />
  );
}
