import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { type NamePolicy, stalePolicies } from './policy';

interface Props {
  readonly policy: NamePolicy;
  readonly onClose: () => void;
}

/** Says what goes and what stays. */
export function DeletePolicy({ policy, onClose }: Props): ReactNode {
  const { t } = useTranslation('namePolicies');
  const { notify } = useNotifications();
  const remove = useChange('BatchDeleteDesktopNamePolicy', stalePolicies);
  const { policy_id: id, policy_name: name } = policy;
  return (
    <Dialog
      title={t('delete.title', { name })}
      action={t('delete.submit')}
      onAction={() =>
        remove.mutate(
          { body: { policy_ids: [id] } },
          {
            onSuccess: () => {
              notify({ type: 'success', text: t('delete.done', { name }) });
              onClose();
            },
          },
        )
      }
      onClose={onClose}
      pending={remove.isPending}
    >
      <div>{t('delete.what')}</div>
      {remove.error !== null && <ErrorAlert error={remove.error} header={t('delete.failed')} />}
    </Dialog>
  );
}
