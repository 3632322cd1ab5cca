import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryField, EntryForm } from '../layout/EntryForm';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useTitle } from '../layout/useTitle';
import { NewPassword } from './NewPassword';
import { inPlainWords } from './plainWords';
import { type DeskSession, useChangePassword } from './session';

interface Props {
  readonly session: DeskSession;
  /** Nothing else is possible before. */
  readonly forced: boolean;
  readonly onChanged: () => void;
  readonly onCancel: () => void;
}

/** Chooses a password of one's own. */
export function PasswordPage({ session, forced, onChanged, onCancel }: Props): ReactNode {
  const { t } = useTranslation('desk');
  const [original, setOriginal] = useState('');
  const [password, setPassword] = useState<string>();
  const change = useChangePassword(session);
  const error = inPlainWords(change.error, t('password.wrong'));
  useTitle(t('password.change'));

  const submit = (): void => {
    if (original === '' || password === undefined) return;
    change.mutate({ original_password: original, password }, { onSuccess: onChanged });
  };

  return (
    <EntryForm
      title={t(forced ? 'password.choose' : 'password.change')}
      action={t('password.change')}
      onSubmit={submit}
      pending={change.isPending}
      other={
        !forced && (
          <Button variant="link" formAction="none" onClick={onCancel}>
            {t('cancel')}
          </Button>
        )
      }
    >
      {forced && <Alert type="info">{t('password.forced')}</Alert>}
      {error !== null && <ErrorAlert error={error} header={t('password.failed')} />}
      <EntryField
        label={t('password.original')}
        name="original"
        type="password"
        autoComplete="current-password"
        autoFocus
        value={original}
        onChange={setOriginal}
      />
      <NewPassword
        onChange={(chosen) => {
          setPassword(chosen);
          if (change.isError) change.reset();
        }}
      />
    </EntryForm>
  );
}
