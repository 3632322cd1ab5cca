import Alert from '@cloudscape-design/components/alert';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { formatAside } from '../language/format';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { type Desktop, staleUsers } from './desktop';

interface Props {
  readonly desktop: Desktop;
  /** The user or the group. */
  readonly assigned: Desktop['attach_user_infos'][number];
  readonly onClose: () => void;
}

/** Says what it means that a user or a group loses the desktop, and takes it away. */
export function TakeUserAway({ desktop, assigned, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const { notify } = useNotifications();
  const detach = useChange('BatchDetachInstances', staleUsers);
  const { user_name } = assigned;
  const isGroup = assigned.type === 'GROUP';
  const names = { name: desktop.computer_name, user: user_name };
  const [failed] = detach.data?.failed_operation_list ?? [];
  const submit = (): void =>
    detach.mutate(
      {
        body: {
          desktops: [
            {
              desktop_id: desktop.desktop_id,
              detach_user_infos: [{ user_name, type: isGroup ? 'GROUP' : 'USER' }],
            },
          ],
        },
      },
      {
        onSuccess: ({ failed_operation_list }) => {
          if (failed_operation_list.length > 0) return;
          notify({ type: 'success', text: t('users.takenAway', names) });
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={t('users.takeFrom', names)}
      action={t('users.take')}
      onAction={submit}
      onClose={onClose}
      pending={detach.isPending}
    >
      {detach.error !== null && <ErrorAlert error={detach.error} header={t('users.notTaken')} />}
      {failed !== undefined && (
        <div role="alert">
          <Alert type="error" header={t('users.notTaken')}>
            {formatAside(failed.error_msg, failed.error_code)}
          </Alert>
        </div>
      )}
      <ul>
        <li>{t(isGroup ? 'users.groupMeans.screen' : 'users.means.screen', names)}</li>
        <li>{t('users.means.files')}</li>
        <li>{t(isGroup ? 'users.groupMeans.group' : 'users.means.user', names)}</li>
      </ul>
    </Dialog>
  );
}
