import Alert from '@cloudscape-design/components/alert';
import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange, useRead } from '../api/queries';
import { formatTime } from '../language/format';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';

interface Props {
  readonly user: Answer<'ListUserDetail'>['user_detail'];
  readonly onClose: () => void;
}

/** Takes the device that makes the user's codes off the user, who has lost it. */
export function ForgetDevice({ user, onClose }: Props): ReactNode {
  const { t } = useTranslation('users');
  const { notify } = useNotifications();
  const path = { user_id: user.id };
  const { data, error } = useRead('ListOtpDevicesByUserId', { path });
  const remove = useChange('BatchDeleteOtpDevices', ['ListOtpDevicesByUserId']);
  const devices = data?.otp_devices ?? [];
  const name = user.user_name;
  const run = (): void => {
    remove.mutate(
      { path, body: { otp_ids: devices.map(({ id }) => id) } },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t('device.done', { name }) });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      title={t('device.title', { name })}
      action={t('device.submit')}
      onAction={run}
      onClose={onClose}
      pending={remove.isPending}
      disabled={devices.length === 0}
    >
      {data === undefined && error === null && <Spinner />}
      {data !== undefined && devices.length === 0 && <Alert type="info">{t('device.none', { name })}</Alert>}
      {devices.map(({ id, create_time }) => (
        <div key={id}>{t('device.effect', { name, time: formatTime(create_time) })}</div>
      ))}
      {error !== null && <ErrorAlert error={error} header={t('device.unknown')} />}
      {remove.error !== null && <ErrorAlert error={remove.error} header={t('edit.failed')} />}
    </Dialog>
  );
}
