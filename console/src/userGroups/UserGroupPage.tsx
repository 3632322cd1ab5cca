import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReadAll } from '../api/readAll';
import { useMay } from '../api/rights';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { IdHeader } from '../layout/IdHeader';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { DeleteGroup } from './DeleteGroup';
import { GroupDesktops } from './GroupDesktops';
import { GroupForm } from './GroupForm';
import { GroupMembers } from './GroupMembers';
import { groupsAtOnce, groupsIn } from './group';

/** One group: who is in it, and which desktops it has. */
export function UserGroupPage(): ReactNode {
  const { t } = useTranslation('userGroups');
  const groupId = useParameter('groupId');
  const mayEdit = useMay('UpdateUserGroup');
  const mayDelete = useMay('DeleteUserGroup');
  const [doing, setDoing] = useState<'edit' | 'delete'>();
  const read = useReadAll('ListUserGroups', groupsAtOnce, groupsIn);
  const group = read.data?.items.find(({ id }) => id === groupId);
  usePage(group?.name ?? t('group'), [
    { text: t('users'), href: '/console/users' },
    { text: t('groups'), href: '/console/user-groups' },
  ]);
  if (group === undefined) {
    if (read.error !== null)
      return <ErrorAlert title={t('group')} error={read.error} onRetry={() => void read.refetch()} />;
    if (read.data === undefined) return <Spinner size="large" />;
    return (
      <SpaceBetween size="m">
        <Header variant="h1">{t('group')}</Header>
        <StatusIndicator type="info">{t('gone')}</StatusIndicator>
      </SpaceBetween>
    );
  }
  return (
    <SpaceBetween size="l">
      <IdHeader
        id={group.id}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={!mayEdit} disabledReason={t('mayNot')} onClick={() => setDoing('edit')}>
              {t('edit.open')}
            </Button>
            <Button disabled={!mayDelete} disabledReason={t('mayNot')} onClick={() => setDoing('delete')}>
              {t('delete.open')}
            </Button>
          </SpaceBetween>
        }
      >
        {group.name}
      </IdHeader>
      <Container>
        <KeyValuePairs
          columns={4}
          items={[
            { label: t('users'), value: String(group.user_quantity) },
            { label: t('desktops'), value: String(group.total_desktops) },
            { label: t('note'), value: group.description || '–' },
            { label: t('created'), value: formatTime(group.create_time) },
          ]}
        />
      </Container>
      <GroupMembers group={group} />
      <GroupDesktops groupId={group.id} />
      {doing === 'edit' && <GroupForm group={group} onClose={() => setDoing(undefined)} />}
      {doing === 'delete' && <DeleteGroup group={group} onClose={() => setDoing(undefined)} />}
    </SpaceBetween>
  );
}
