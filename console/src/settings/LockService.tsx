import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { staleService } from './staleService';

/** Says what a lock does, and asks why. */
export function LockService({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('settings');
  const { notify } = useNotifications();
  const [reason, setReason] = useState('');
  const lock = useChange('LockWorkspace', staleService);
  const run = (): void => {
    lock.mutate(
      { body: { lock_reason: reason.trim() } },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t('service.lock.done') });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      title={t('service.lock.title')}
      action={t('service.lock.submit')}
      onAction={run}
      onClose={onClose}
      pending={lock.isPending}
      disabled={reason.trim() === ''}
    >
      <p>{t('service.lock.does')}</p>
      <FormField label={t('service.lock.reason')}>
        <Input
          value={reason}
          name="lock_reason"
          autoComplete={false}
          autoFocus
          ariaRequired
          nativeInputAttributes={{ maxLength: 255 }}
          onChange={({ detail }) => setReason(detail.value)}
        />
      </FormField>
      {lock.error !== null && <ErrorAlert error={lock.error} header={t('service.failed')} />}
    </Dialog>
  );
}
