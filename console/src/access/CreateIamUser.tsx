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
import { useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { useSession } from '../session/session';

/** A new IAM user, who may do nothing until a policy is attached: his page is where that is done. */
export function CreateIamUser({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('access');
  const go = useGo();
  const { notify } = useNotifications();
  const { account } = useSession();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const create = useChange('CreateUser', ['KeystoneListUsers']);
  const submit = (event?: SyntheticEvent): void => {
    event?.preventDefault();
    setTried(true);
    if (name === '' || create.isPending) return;
    create.mutate(
      { body: { user: { name, domain_id: account.id, ...(password === '' ? {} : { password }) } } },
      {
        onSuccess: ({ user }) => {
          notify({ type: 'success', text: t('create.done', { name }) });
          go(`/console/access/users/${user.id}`);
        },
      },
    );
  };
  return (
    <Modal
      visible
      header={t('create.title')}
      closeAriaLabel={t('cancel')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button variant="primary" loading={create.isPending} onClick={() => submit()}>
              {t('create.submit')}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form onSubmit={submit}>
        <SpaceBetween size="m">
          <Box>{t('create.hint')}</Box>
          <FormField label={t('name')} errorText={tried && name === '' ? t('create.nameFault') : ''}>
            <Input
              value={name}
              autoFocus
              autoComplete={false}
              onChange={({ detail }) => setName(detail.value)}
            />
          </FormField>
          <FormField label={t('password')} description={t('create.passwordHint')}>
            <Input
              type="password"
              value={password}
              autoComplete="new-password"
              onChange={({ detail }) => setPassword(detail.value)}
            />
          </FormField>
          {create.error !== null && <ErrorAlert error={create.error} header={t('create.failed')} />}
          {/* So that Enter sends the form. */}
          <input type="submit" hidden />
        </SpaceBetween>
      </form>
    </Modal>
  );
}
