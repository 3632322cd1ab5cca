import Alert from '@cloudscape-design/components/alert';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { type Desktop, staleUsers } from './desktop';

interface Props {
  readonly desktop: Desktop;
  readonly userName: string;
  readonly onClose: () => void;
}

/** Says what it means that a user loses the desktop, and takes the user away. */
export function TakeUserAway({ desktop, userName, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const { notify } = useNotifications();
  const detach = useChange('BatchDetachInstances', staleUsers);
  const names = { name: desktop.computer_name, user: userName };
  const [failed] = detach.data?.failed_operation_list ?? [];
  const submit = (): void =>
    detach.mutate(
      {
        body: {
          desktops: [{ desktop_id: desktop.desktop_id, detach_user_infos: [{ user_name: userName }] }],
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
            {failed.error_msg} ({failed.error_code})
          </Alert>
        </div>
      )}
      <ul>
        <li>{t('users.means.screen', names)}</li>
        <li>{t('users.means.files')}</li>
        <li>{t('users.means.user', names)}</li>
      </ul>
    </Dialog>
  );
}
