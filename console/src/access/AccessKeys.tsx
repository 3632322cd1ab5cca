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
import { asModal } from '../layout/asModal';
import { download } from '../layout/download';
import { useNotifications } from '../layout/notifications';
import { ConfirmChange } from './ConfirmChange';
import { Listing } from './Listing';

type NewKey = Answer<'CreatePermanentAccessKey'>['credential'];

/** The access keys of a user. The secret of a new one is shown once and kept nowhere. */
export function AccessKeys({ userId }: { readonly userId: string }): ReactNode {
  const { t } = useTranslation('access');
  const { notify, complain } = useNotifications();
  const [made, setMade] = useState<NewKey>();
  const mayCreate = useMay('CreatePermanentAccessKey');
  const read = useRead('ListPermanentAccessKeys', { query: { user_id: userId } });
  const create = useChange('CreatePermanentAccessKey', ['ListPermanentAccessKeys']);
  const update = useChange('UpdatePermanentAccessKey', ['ListPermanentAccessKeys']);
  const remove = useChange('DeletePermanentAccessKey', ['ListPermanentAccessKeys']);
  const mayUpdate = useMay('UpdatePermanentAccessKey');
  const mayDelete = useMay('DeletePermanentAccessKey');
  const [asked, setAsked] = useState<{ readonly what: 'disable' | 'delete'; readonly access: string }>();
  const enable = (access: string): void =>
    update.mutate(
      { path: { access_key: access }, body: { credential: { status: 'active' } } },
      {
        onSuccess: () => notify({ type: 'success', text: t('keys.enabled', { key: access }) }),
        onError: complain,
      },
    );
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
            {...(mayCreate ? {} : { disabledReason: t('mayNot') })}
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
          {
            id: 'change',
            header: t('keys.change'),
            cell: ({ access, status }) => {
              const enabled = status === 'active';
              return (
                <SpaceBetween direction="horizontal" size="s">
                  <Button
                    variant="inline-link"
                    ariaLabel={t(enabled ? 'keys.disableOne' : 'keys.enableOne', { key: access })}
                    disabled={!mayUpdate}
                    {...(mayUpdate ? {} : { disabledReason: t('mayNot') })}
                    onClick={() => (enabled ? setAsked({ what: 'disable', access }) : enable(access))}
                  >
                    {t(enabled ? 'switch.disable' : 'switch.enable')}
                  </Button>
                  <Button
                    variant="inline-link"
                    ariaLabel={t('keys.deleteOne', { key: access })}
                    disabled={!mayDelete}
                    {...(mayDelete ? {} : { disabledReason: t('mayNot') })}
                    onClick={() => setAsked({ what: 'delete', access })}
                  >
                    {t('delete.open')}
                  </Button>
                </SpaceBetween>
              );
            },
          },
        ]}
      />
      {asked !== undefined && (
        <ConfirmChange
          title={t(`keys.${asked.what}One`, { key: asked.access })}
          action={t(asked.what === 'delete' ? 'delete.submit' : 'switch.disable')}
          concerns={[]}
          change={() =>
            asked.what === 'delete'
              ? remove.mutateAsync({ path: { access_key: asked.access } })
              : update.mutateAsync({
                  path: { access_key: asked.access },
                  body: { credential: { status: 'inactive' } },
                })
          }
          done={t(asked.what === 'delete' ? 'keys.deleted' : 'keys.disabled', { key: asked.access })}
          onClose={() => setAsked(undefined)}
        >
          {t(asked.what === 'delete' ? 'keys.deleteGoes' : 'keys.disableGoes')}
        </ConfirmChange>
      )}
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
      header={<span ref={asModal}>{t('keys.made')}</span>}
      closeAriaLabel={t('close')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="download" onClick={() => download(`key-${made.access}.csv`, fileOf(made))}>
              {t('keys.download')}
            </Button>
            <Button variant="primary" onClick={onClose}>
              {t('keys.kept')}
            </Button>
          </SpaceBetween>
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

/** As the files are that the original gives: tools read them. */
function fileOf({ access, secret }: NewKey): Blob {
  return new Blob([`Access Key Id,Secret Access Key\r\n${access},${secret}\r\n`], { type: 'text/csv' });
}
