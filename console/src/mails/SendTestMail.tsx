import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';

const words = {
  sent: { type: 'success', text: 'test.sent' },
  refused: { type: 'error', text: 'test.refused' },
  failed: { type: 'warning', text: 'test.notNow' },
} as const;

/** Sends a mail at once and shows what the mail server says to it. */
export function SendTestMail({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('mails');
  const [recipient, setRecipient] = useState('');
  const [tried, setTried] = useState(false);
  const send = useChange('SendTestMail', []);
  const submit = (event?: SyntheticEvent): void => {
    event?.preventDefault();
    setTried(true);
    if (recipient.trim() !== '' && !send.isPending) send.mutate({ body: { recipient: recipient.trim() } });
  };
  return (
    <Modal
      visible
      header={t('test.title')}
      closeAriaLabel={t('close')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {send.data === undefined ? t('cancel') : t('close')}
            </Button>
            <Button variant="primary" loading={send.isPending} onClick={() => submit()}>
              {t('test.submit')}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form onSubmit={submit}>
        <SpaceBetween size="m">
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
        </SpaceBetween>
      </form>
    </Modal>
  );
}
