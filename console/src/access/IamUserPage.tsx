import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { AccessKeys } from './AccessKeys';
import { Attached } from './Attached';
import { ChangeIamUser } from './ChangeIamUser';
import { RoleAssignments } from './RoleAssignments';
import { useReadMarked } from './readMarked';
import { UserGroups } from './UserGroups';

const changed = [
  'ListAttachedUserPoliciesV5',
  'ListPoliciesV5',
  'ListEntitiesForPolicyV5',
  'ShowOwnRights',
] as const;

/** One IAM user: his groups, policies and access keys. */
export function IamUserPage(): ReactNode {
  const { t } = useTranslation('access');
  const userId = useParameter('userId');
  const path = { user_id: userId };
  const read = useRead('ShowUser', { path });
  const attached = useReadMarked('ListAttachedUserPoliciesV5', ({ attached_policies }) => attached_policies, {
    path,
  });
  const attach = useChange('AttachUserPolicyV5', changed);
  const detach = useChange('DetachUserPolicyV5', changed);
  const user = read.data?.user;
  usePage(user?.name ?? t('user'), [{ text: t('access'), href: '/console/access' }]);
  if (user === undefined)
    return read.error === null ? (
      <Spinner size="large" />
    ) : (
      <ErrorAlert title={t('user')} error={read.error} onRetry={() => void read.refetch()} />
    );
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={user.id} actions={<ChangeIamUser user={user} />}>
        {user.name}
      </Header>
      <Container>
        <KeyValuePairs
          columns={4}
          items={[
            {
              label: t('state'),
              value: (
                <StatusIndicator type={user.enabled ? 'success' : 'stopped'}>
                  {user.enabled ? t('enabled') : t('disabled')}
                </StatusIndicator>
              ),
            },
            {
              label: t('kind'),
              value: user.is_domain_owner ? t('rootUser') : t('otherUser'),
            },
            { label: t('note'), value: user.description || '–' },
            { label: t('created'), value: formatTime(user.create_time) },
          ]}
        />
      </Container>
      <UserGroups userId={userId} name={user.name} />
      <Attached
        read={attached}
        name={user.name}
        concerns={[userId]}
        operations={{ attach: 'AttachUserPolicyV5', detach: 'DetachUserPolicyV5' }}
        attach={(policyId) => attach.mutateAsync({ path: { policy_id: policyId }, body: path })}
        detach={(policyId) => detach.mutateAsync({ path: { policy_id: policyId }, body: path })}
      />
      <RoleAssignments kind="user" id={userId} name={user.name} concerns={[userId]} />
      <AccessKeys userId={userId} />
    </SpaceBetween>
  );
}
