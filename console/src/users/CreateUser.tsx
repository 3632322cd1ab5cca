import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';

/** docs/reference/users.md#names */
const nameForm = /^(?:[a-zA-Z0-9]{1,32}|[a-zA-Z0-9][a-zA-Z0-9._-]{0,30}[a-zA-Z0-9-])$/;

/** Asks for a new desktop user: a name; all else may be left out. */
export function CreateUser({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('users');
  const { notify } = useNotifications();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [description, setDescription] = useState('');
  const [tried, setTried] = useState(false);
  const create = useChange('CreateDesktopUser', ['ListUsers']);
  const isWrong = !nameForm.test(name);
  const submit = (): void => {
    setTried(true);
    if (isWrong) return;
    create.mutate(
      {
        body: {
          user_name: name,
          ...(email === '' ? {} : { user_email: email }),
          ...(description === '' ? {} : { description }),
        },
      },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t('create.done', { name }) });
          onClose();
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
      <FormField
        label={t('name')}
        constraintText={t('create.nameForm')}
        errorText={tried && isWrong ? t('create.nameFault') : ''}
      >
        <Input
          value={name}
          name="user_name"
          autoComplete={false}
          autoFocus
          onChange={({ detail }) => setName(detail.value)}
        />
      </FormField>
      <FormField label={t('email')} description={t('create.emailHint')}>
        <Input
          type="email"
          value={email}
          autoComplete={false}
          onChange={({ detail }) => setEmail(detail.value)}
        />
      </FormField>
      <FormField label={t('note')}>
        <Input
          value={description}
          autoComplete={false}
          onChange={({ detail }) => setDescription(detail.value)}
        />
      </FormField>
      {create.error !== null && <ErrorAlert error={create.error} header={t('create.failed')} />}
    </Dialog>
  );
}
