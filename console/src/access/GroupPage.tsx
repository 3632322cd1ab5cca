import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useGo } from '../layout/follow';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { Attached } from './Attached';
import { ConfirmChange } from './ConfirmChange';
import { GroupMembers } from './GroupMembers';
import { RoleAssignments } from './RoleAssignments';
import { useReadMarked } from './readMarked';

const changed = [
  'ListAttachedGroupPoliciesV5',
  'ListPoliciesV5',
  'ListEntitiesForPolicyV5',
  'ShowOwnRights',
] as const;

/** One group: its members and policies. */
export function GroupPage(): ReactNode {
  const { t } = useTranslation('access');
  const go = useGo();
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
  const remove = useChange('KeystoneDeleteGroup', ['KeystoneListGroups', 'ShowOwnRights']);
  const mayDelete = useMay('KeystoneDeleteGroup');
  const [deleting, setDeleting] = useState(false);
  const group = read.data?.group;
  const concerns = (members.data?.users ?? []).map(({ id }) => id);
  usePage(group?.name ?? t('group'), [{ text: t('access'), href: '/console/access' }]);
  if (group === undefined)
    return read.error === null ? (
      <Spinner size="large" />
    ) : (
      <ErrorAlert title={t('group')} error={read.error} onRetry={() => void read.refetch()} />
    );
  const { name } = group;
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={group.description}
        actions={
          <Button
            disabled={!mayDelete}
            {...(mayDelete ? {} : { disabledReason: t('mayNot') })}
            onClick={() => setDeleting(true)}
          >
            {t('delete.open')}
          </Button>
        }
      >
        {name}
      </Header>
      <GroupMembers groupId={groupId} name={name} read={members} />
      <Attached
        read={attached}
        name={name}
        concerns={concerns}
        operations={{ attach: 'AttachGroupPolicyV5', detach: 'DetachGroupPolicyV5' }}
        attach={(policyId) => attach.mutateAsync({ path: { policy_id: policyId }, body: path })}
        detach={(policyId) => detach.mutateAsync({ path: { policy_id: policyId }, body: path })}
      />
      <RoleAssignments kind="group" id={groupId} name={name} concerns={concerns} />
      {deleting && (
        <ConfirmChange
          title={t('delete.title', { name })}
          action={t('delete.submit')}
          concerns={concerns}
          change={() => remove.mutateAsync({ path })}
          done={t('delete.done', { name })}
          onDone={() => go('/console/access')}
          onClose={() => setDeleting(false)}
        >
          {t('delete.group', { count: concerns.length })}
        </ConfirmChange>
      )}
    </SpaceBetween>
  );
}
