import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { formatTime } from '../language/format';
import { useNotifications } from '../layout/notifications';
import { Listing } from './Listing';

type NewKey = Answer<'CreatePermanentAccessKey'>['credential'];

/** The access keys of a user. The secret of a new one is shown once and kept nowhere. */
export function AccessKeys({ userId }: { readonly userId: string }): ReactNode {
  const { t } = useTranslation('access');
  const { complain } = useNotifications();
  const [made, setMade] = useState<NewKey>();
  const mayCreate = useMay('CreatePermanentAccessKey');
  const read = useRead('ListPermanentAccessKeys', { query: { user_id: userId } });
  const create = useChange('CreatePermanentAccessKey', ['ListPermanentAccessKeys']);
  const submit = (): void =>
    create.mutate(
      { body: { credential: { user_id: userId } } },
      {
        onSuccess: ({ credential }) => {
          setMade(credential);
          // Nothing may hold the secret beyond the dialog.
          create.reset();
        },
        onError: complain,
      },
    );
  return (
    <>
      <Listing
        title={t('keys.title')}
        description={t('keys.hint')}
        read={read}
        items={read.data?.credentials}
        actions={
          <Button
            loading={create.isPending}
            disabled={!mayCreate}
            disabledReason={t('mayNot')}
            onClick={submit}
          >
            {t('keys.create')}
          </Button>
        }
        columns={[
          { id: 'key', header: t('keys.key'), isRowHeader: true, cell: ({ access }) => access },
          {
            id: 'state',
            header: t('state'),
            cell: ({ status }) => (
              <StatusIndicator type={status === 'active' ? 'success' : 'stopped'}>
                {status === 'active' ? t('enabled') : t('disabled')}
              </StatusIndicator>
            ),
          },
          { id: 'since', header: t('since'), cell: ({ create_time }) => formatTime(create_time) },
        ]}
      />
      {made !== undefined && <NewKeyShown made={made} onClose={() => setMade(undefined)} />}
    </>
  );
}

function NewKeyShown({ made, onClose }: { readonly made: NewKey; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('access');
  const copy = (text: string): ReactNode => (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copyButtonAriaLabel={t('copy')}
      copySuccessText={t('copied')}
      copyErrorText={t('notCopied')}
    />
  );
  return (
    <Modal
      visible
      header={t('keys.made')}
      closeAriaLabel={t('close')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            {t('keys.kept')}
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">{t('keys.once')}</Alert>
        <KeyValuePairs
          items={[
            { label: t('keys.key'), value: copy(made.access) },
            { label: t('keys.secret'), value: copy(made.secret) },
          ]}
        />
      </SpaceBetween>
    </Modal>
  );
}
