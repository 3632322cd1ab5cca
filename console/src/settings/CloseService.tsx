import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { TypedDialog } from '../layout/TypedDialog';
import { staleService } from './staleService';

interface Props {
  readonly enterpriseId: string;
  readonly onClose: () => void;
}

/** Says what goes with the service, asks for its enterprise ID, and shows everything that is left where it cannot be closed. */
export function CloseService({ enterpriseId, onClose }: Props): ReactNode {
  const { t } = useTranslation('settings');
  const { notify } = useNotifications();
  const close = useChange('CancelWorkspace', staleService);
  const run = async (): Promise<void> => {
    try {
      await close.mutateAsync({});
    } catch {
      // Shown below.
      return;
    }
    notify({ type: 'success', text: t('service.close.done') });
    onClose();
  };
  return (
    <TypedDialog
      title={t('service.close.title')}
      word={enterpriseId}
      action={t('service.close.submit')}
      onAction={run}
      onClose={onClose}
    >
      <p>{t('service.close.goes')}</p>
      {close.error !== null && <ErrorAlert error={close.error} header={t('service.failed')} />}
    </TypedDialog>
  );
}
