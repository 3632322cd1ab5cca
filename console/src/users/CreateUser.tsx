import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import {
  userDescriptionLength,
  userPhoneLength,
  userPhonePattern,
} from '@deskplane/server/users/userFields.js';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { isUserName } from '../desktops/order';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { noSignIn, signInBody, signInFaults } from '../reach/newSignIn';
import { Optional, SignInFields } from '../reach/SignInFields';
import { useReach } from '../reach/useReach';

const phoneForm = new RegExp(userPhonePattern);

/** Asks for a new desktop user: a name, and how the user gets a password; all else may be left out. */
export function CreateUser({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('users');
  const { notify } = useNotifications();
  const reach = useReach();
  const [name, setName] = useState('');
  const [signIn, setSignIn] = useState(noSignIn);
  const [phone, setPhone] = useState('');
  const [description, setDescription] = useState('');
  const [tried, setTried] = useState(false);
  const create = useChange('CreateDesktopUser', ['ListUsers', 'ListMails']);
  const isWrongName = !isUserName(name);
  const isWrongPhone = phone.length > userPhoneLength || !phoneForm.test(phone);
  const faults = signInFaults(signIn);
  const submit = (): void => {
    setTried(true);
    if (isWrongName || isWrongPhone || faults.email !== undefined || faults.password !== undefined) return;
    create.mutate(
      {
        body: {
          user_name: name,
          ...signInBody(signIn),
          ...(phone === '' ? {} : { user_phone: phone }),
          ...(description === '' ? {} : { description }),
        },
      },
      {
        onSuccess: ({ invited }) => {
          const done = t('create.done', { name });
          if (signIn.way === 'given') notify({ type: 'success', text: `${done} ${t('create.given')}` });
          else if (!invited) notify({ type: 'warning', text: `${done} ${t('create.notInvited')}` });
          else if (reach?.keepsMails === true) notify({ type: 'warning', text: `${done} ${t('mail.kept')}` });
          else notify({ type: 'success', text: `${done} ${t('mail.queued', { email: signIn.email })}` });
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
        errorText={tried && isWrongName ? t('create.nameFault') : ''}
      >
        <Input
          value={name}
          name="user_name"
          autoComplete={false}
          autoFocus
          ariaRequired
          onChange={({ detail }) => setName(detail.value)}
        />
      </FormField>
      <SignInFields signIn={signIn} onChange={setSignIn} tried={tried} />
      <FormField
        label={<Optional>{t('phone')}</Optional>}
        errorText={tried && isWrongPhone ? t('create.phoneFault') : ''}
      >
        <Input
          type="text"
          inputMode="tel"
          name="user_phone"
          value={phone}
          autoComplete={false}
          onChange={({ detail }) => setPhone(detail.value.trim())}
        />
      </FormField>
      <FormField label={<Optional>{t('note')}</Optional>}>
        <Input
          value={description}
          name="description"
          autoComplete={false}
          nativeInputAttributes={{ maxLength: userDescriptionLength }}
          onChange={({ detail }) => setDescription(detail.value)}
        />
      </FormField>
      {create.error !== null && <ErrorAlert error={create.error} header={t('create.failed')} />}
    </Dialog>
  );
}
