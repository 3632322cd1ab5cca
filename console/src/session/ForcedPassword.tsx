import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryField, EntryForm } from '../layout/EntryForm';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useTitle } from '../layout/useTitle';
import { type Session, useChangePassword, useSignOut } from './session';

/** Has an administrator replace the password that he was given, before anything else. */
export function ForcedPassword({ session }: { readonly session: Session }): ReactNode {
  const { t } = useTranslation('session');
  const [original, setOriginal] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const change = useChangePassword(session);
  const signOut = useSignOut();
  useTitle(t('ownPassword.title'));
  const differs = again !== '' && again !== password;
  const submit = (): void => {
    if (original === '' || password === '' || password !== again) return;
    change.mutate({ original_password: original, password });
  };
  const field = (label: string, name: string, value: string, onChange: (text: string) => void) => ({
    label,
    name,
    value,
    onChange,
    type: 'password' as const,
  });
  return (
    <EntryForm
      title={t('ownPassword.title')}
      action={t('ownPassword.submit')}
      pending={change.isPending}
      onSubmit={submit}
      other={
        <Button variant="link" formAction="none" onClick={() => signOut.mutate({ everywhere: false })}>
          {t('ownPassword.leave')}
        </Button>
      }
    >
      <Alert type="info">{t('ownPassword.hint', { name: session.user.name })}</Alert>
      {change.error !== null && <ErrorAlert error={change.error} header={t('ownPassword.failed')} />}
      {signOut.error !== null && <ErrorAlert error={signOut.error} />}
      <EntryField
        {...field(t('ownPassword.original'), 'original', original, setOriginal)}
        autoComplete="current-password"
        autoFocus
      />
      <EntryField
        {...field(t('ownPassword.new'), 'new', password, setPassword)}
        rules={t('ownPassword.rules')}
        autoComplete="new-password"
      />
      <EntryField
        {...field(t('ownPassword.again'), 'again', again, setAgain)}
        fault={differs ? t('ownPassword.differs') : ''}
        autoComplete="new-password"
      />
    </EntryForm>
  );
}
