import Alert from '@cloudscape-design/components/alert';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import type { UsedImage } from './images';

interface Props {
  readonly image: UsedImage;
  readonly onClose: () => void;
}

/** Asks once more, and shows what the service says where the image cannot go. */
export function DeleteImage({ image, onClose }: Props): ReactNode {
  const { t } = useTranslation('images');
  const { notify } = useNotifications();
  const remove = useChange('DeleteImage', ['ListImages']);
  const { name, usedBy } = image;
  const submit = (): void =>
    remove.mutate(
      { path: { image_id: image.id } },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t('delete.done', { name }) });
          onClose();
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
        {usedBy.length === 0 ? t('delete.warning') : t('delete.busy', { count: usedBy.length })}
      </Alert>
      {remove.error !== null && <ErrorAlert error={remove.error} header={t('delete.failed')} />}
    </Dialog>
  );
}
