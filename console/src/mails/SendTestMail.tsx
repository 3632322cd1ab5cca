import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';

const words = {
  sent: { type: 'success', text: 'test.sent' },
  kept: { type: 'info', text: 'test.kept' },
  refused: { type: 'error', text: 'test.refused' },
  failed: { type: 'warning', text: 'test.notNow' },
} as const;

/** Sends a mail at once and shows what the mail server says to it. */
export function SendTestMail({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('mails');
  const [recipient, setRecipient] = useState('');
  const [tried, setTried] = useState(false);
  const send = useChange('SendTestMail', []);
  const submit = (): void => {
    setTried(true);
    if (recipient.trim() !== '') send.mutate({ body: { recipient: recipient.trim() } });
  };
  return (
    <Dialog
      title={t('test.title')}
      action={t('test.submit')}
      onAction={submit}
      onClose={onClose}
      pending={send.isPending}
      done={send.data !== undefined}
    >
      <FormField
        label={t('recipient')}
        description={t('test.hint')}
        errorText={tried && recipient.trim() === '' ? t('test.fault') : ''}
      >
        <Input
          type="email"
          value={recipient}
          autoFocus
          onChange={({ detail }) => setRecipient(detail.value)}
        />
      </FormField>
      {send.error !== null && <ErrorAlert error={send.error} header={t('test.failed')} />}
      {send.data !== undefined && (
        <div role="status">
          <Alert type={words[send.data.result].type} header={t(words[send.data.result].text)}>
            {send.data.answer}
          </Alert>
        </div>
      )}
    </Dialog>
  );
}
