import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { type Member, staleGroups, type UserGroup } from './group';

interface Props {
  readonly group: UserGroup;
  readonly member: Member;
  readonly onClose: () => void;
}

/** Says what it means that a user leaves a group, and takes the user out. */
export function RemoveMember({ group, member, onClose }: Props): ReactNode {
  const { t } = useTranslation('userGroups');
  const { notify } = useNotifications();
  const remove = useChange('RunActionsOnGroup', staleGroups);
  const names = { user: member.user_name, group: group.name };
  return (
    <Dialog
      title={t('members.removeFrom', names)}
      action={t('members.remove')}
      onAction={() =>
        remove.mutate(
          { path: { group_id: group.id }, body: { op_type: 'DELETE', user_ids: [member.id] } },
          {
            onSuccess: () => {
              notify({ type: 'success', text: t('members.removed', names) });
              onClose();
            },
          },
        )
      }
      onClose={onClose}
      pending={remove.isPending}
    >
      <ul>
        <li>{t('members.loses', names)}</li>
        <li>{t('members.keeps', names)}</li>
      </ul>
      {remove.error !== null && <ErrorAlert error={remove.error} header={t('members.notRemoved')} />}
    </Dialog>
  );
}
