import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { type Desktop, staleChanges } from './desktop';

interface Props {
  readonly desktop: Desktop;
  readonly onClose: () => void;
}

/** A message to whoever looks at the screen. */
export function TellDesktop({ desktop, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const { notify } = useNotifications();
  const tell = useChange('SendNotifications', staleChanges);
  const [text, setText] = useState('');
  const submit = (): void =>
    tell.mutate(
      { body: { desktop_ids: [desktop.desktop_id], notifications: text.trim() } },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t('change.telling', { name: desktop.computer_name }) });
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={t('change.messageTo', { name: desktop.computer_name })}
      action={t('change.tell')}
      onAction={submit}
      onClose={onClose}
      pending={tell.isPending}
      disabled={text.trim() === ''}
    >
      {tell.error !== null && <ErrorAlert error={tell.error} />}
      <FormField label={t('change.messageText')} description={t('change.messageHint')}>
        <Input value={text} autoFocus onChange={({ detail }) => setText(detail.value)} />
      </FormField>
    </Dialog>
  );
}
