import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { TypedDialog } from '../layout/TypedDialog';
import { staleGroups, type UserGroup } from './group';

interface Props {
  readonly group: UserGroup;
  readonly onClose: () => void;
}

/** Shows what goes and what stays, asks for the name, and shows what the service says where the group cannot go. */
export function DeleteGroup({ group, onClose }: Props): ReactNode {
  const { t } = useTranslation('userGroups');
  const go = useGo();
  const { notify } = useNotifications();
  const remove = useChange('DeleteUserGroup', staleGroups);
  const { name } = group;
  const run = async (): Promise<void> => {
    try {
      await remove.mutateAsync({ path: { group_id: group.id } });
    } catch {
      // Shown below.
      return;
    }
    notify({ type: 'success', text: t('delete.done', { name }) });
    go('/console/user-groups');
  };
  return (
    <TypedDialog
      title={t('delete.title', { name })}
      word={name}
      action={t('delete.submit')}
      onAction={run}
      onClose={onClose}
    >
      {group.total_desktops > 0 && (
        <Alert type="warning">{t('delete.busy', { count: group.total_desktops })}</Alert>
      )}
      <div>
        <Box variant="h3">{t('delete.goes')}</Box>
        <ul>
          <li>{t('delete.takes', { count: group.user_quantity })}</li>
        </ul>
        <Box variant="h3">{t('delete.stays')}</Box>
        <ul>
          <li>{t('delete.keeps')}</li>
        </ul>
      </div>
      {remove.error !== null && <ErrorAlert error={remove.error} header={t('delete.failed')} />}
    </TypedDialog>
  );
}
