import Alert from '@cloudscape-design/components/alert';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';

interface Props {
  readonly user: Answer<'ListUserDetail'>['user_detail'];
  readonly onClose: () => void;
}

/** Asks once more, and shows what the service says where the user cannot go. */
export function DeleteUser({ user, onClose }: Props): ReactNode {
  const { t } = useTranslation('users');
  const go = useGo();
  const { notify } = useNotifications();
  const remove = useChange('DeleteUser', ['ListUsers']);
  const name = user.user_name;
  const submit = (): void =>
    remove.mutate(
      { path: { user_id: user.id } },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t('delete.done', { name }) });
          go('/console/users');
        },
      },
    );
  return (
    <Dialog
      title={t('delete.title', { name })}
      action={t('delete.submit')}
      onAction={submit}
      onClose={onClose}
      pending={remove.isPending}
    >
      <Alert type="warning">
        {user.total_desktops === 0 ? t('delete.warning') : t('delete.busy', { count: user.total_desktops })}
      </Alert>
      {remove.error !== null && <ErrorAlert error={remove.error} header={t('delete.failed')} />}
    </Dialog>
  );
}
