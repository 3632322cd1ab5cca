import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange } from '../api/queries';
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
    <Modal
      visible
      header={t('delete.title', { name })}
      closeAriaLabel={t('cancel')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button variant="primary" loading={remove.isPending} onClick={submit}>
              {t('delete.submit')}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">
          {user.total_desktops === 0 ? t('delete.warning') : t('delete.busy', { count: user.total_desktops })}
        </Alert>
        {remove.error !== null && <ErrorAlert error={remove.error} header={t('delete.failed')} />}
      </SpaceBetween>
    </Modal>
  );
}
