import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { Attached } from './Attached';
import { Listing } from './Listing';
import { useReadMarked } from './readMarked';

const changed = ['ListAttachedGroupPoliciesV5', 'ListPoliciesV5', 'ListEntitiesForPolicyV5'] as const;

/** One group: its members and policies. */
export function GroupPage(): ReactNode {
  const { t } = useTranslation('access');
  const follow = useFollow();
  const groupId = useParameter('groupId');
  const path = { group_id: groupId };
  const read = useRead('KeystoneShowGroup', { path });
  const members = useRead('KeystoneListUsersForGroupByAdmin', { path });
  const attached = useReadMarked(
    'ListAttachedGroupPoliciesV5',
    ({ attached_policies }) => attached_policies,
    { path },
  );
  const attach = useChange('AttachGroupPolicyV5', changed);
  const detach = useChange('DetachGroupPolicyV5', changed);
  const group = read.data?.group;
  usePage(group?.name ?? t('group'), [{ text: t('access'), href: '/console/access' }]);
  if (group === undefined)
    return read.error === null ? (
      <Spinner size="large" />
    ) : (
      <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />
    );
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={group.description}>
        {group.name}
      </Header>
      <Listing
        title={t('members')}
        read={members}
        items={members.data?.users}
        columns={[
          {
            id: 'name',
            header: t('name'),
            isRowHeader: true,
            cell: ({ id, name }) => (
              <Link href={`/console/access/users/${id}`} onFollow={follow}>
                {name}
              </Link>
            ),
          },
        ]}
      />
      <Attached
        read={attached}
        operations={{ attach: 'AttachGroupPolicyV5', detach: 'DetachGroupPolicyV5' }}
        attach={(policyId) => attach.mutateAsync({ path: { policy_id: policyId }, body: path })}
        detach={(policyId) => detach.mutateAsync({ path: { policy_id: policyId }, body: path })}
      />
    </SpaceBetween>
  );
}
