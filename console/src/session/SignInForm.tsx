import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryField, EntryForm } from '../layout/EntryForm';
import { ErrorAlert } from '../layout/ErrorAlert';

interface Words {
  readonly title: string;
  readonly action: string;
  readonly account: string;
  readonly accountHint: string;
  readonly user: string;
  readonly password: string;
  /** Nobody can sign in here. */
  readonly refused: string;
  readonly failed: string;
  readonly failedHint?: string;
}

interface Props {
  readonly words: Words;
  /** What the account goes by here: its field's name, and under `deskplane.…` what this browser remembers it by. */
  readonly account: 'account' | 'enterprise';
  /** The account that a link names. */
  readonly linked?: string | null;
  /** Whose session has ended under the page. */
  readonly before?: string | undefined;
  /** Why nobody can sign in here. */
  readonly reason: string | undefined;
  readonly error: Error | null;
  readonly pending: boolean;
  readonly onSignIn: (account: string, user: string, password: string) => void;
}

/** Account, user, password; or why nobody can sign in here. */
export function SignInForm(props: Props): ReactNode {
  const { words, reason, error, pending, onSignIn } = props;
  const { t } = useTranslation('session');
  const key = `deskplane.${props.account}`;
  const [known] = useState(() => props.linked ?? localStorage.getItem(key) ?? '');
  const [account, setAccount] = useState(known);
  const [user, setUser] = useState(props.before ?? '');
  const [password, setPassword] = useState('');

  const submit = (): void => {
    if (account.trim() === '' || user.trim() === '' || password === '') return;
    localStorage.setItem(key, account.trim());
    onSignIn(account.trim(), user.trim(), password);
  };

  return (
    <EntryForm
      title={words.title}
      action={words.action}
      onSubmit={submit}
      pending={pending}
      disabled={reason !== undefined}
    >
      {reason !== undefined && (
        <Alert type="warning" header={words.refused}>
          {reason}
        </Alert>
      )}
      {props.before !== undefined && (
        <Alert type="info" header={t('ended')}>
          {t('endedHint', { name: props.before })}
        </Alert>
      )}
      {error !== null && (
        <SpaceBetween size="xs">
          <ErrorAlert error={error} header={words.failed} />
          {words.failedHint !== undefined && <Box variant="small">{words.failedHint}</Box>}
        </SpaceBetween>
      )}
      <EntryField
        label={words.account}
        hint={words.accountHint}
        name={props.account}
        autoComplete="organization"
        autoFocus={known === ''}
        value={account}
        onChange={setAccount}
      />
      <EntryField
        label={words.user}
        name="user"
        autoComplete="username"
        autoFocus={known !== ''}
        value={user}
        onChange={setUser}
      />
      <EntryField
        label={words.password}
        name="password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
    </EntryForm>
  );
}
