import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
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
  const submit = (): void => {
    setTried(true);
    if (name === '') return;
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
    <Dialog
      title={t('create.title')}
      action={t('create.submit')}
      onAction={submit}
      onClose={onClose}
      pending={create.isPending}
    >
      <Box>{t('create.hint')}</Box>
      <FormField label={t('name')} errorText={tried && name === '' ? t('create.nameFault') : ''}>
        <Input value={name} autoFocus autoComplete={false} onChange={({ detail }) => setName(detail.value)} />
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
    </Dialog>
  );
}
