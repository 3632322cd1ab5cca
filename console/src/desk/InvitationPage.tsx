import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ServiceError } from '../api/serviceError';
import { EntryForm } from '../layout/EntryForm';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useTitle } from '../layout/useTitle';
import { type Invitation, useAcceptInvitation, useInvitation } from './invitation';
import { NewPassword } from './NewPassword';
import { inPlainWords } from './plainWords';

interface Props {
  /** What comes after the `#` of the link. */
  readonly token: string;
  /** The password is his, and he is signed in with it if that was possible. */
  readonly onDone: () => void;
}

/** Where the link of an invitation leads: chooses the first password, or another one after a reset. */
export function InvitationPage({ token, onDone }: Props): ReactNode {
  const { t } = useTranslation('desk');
  const { data, error, refetch } = useInvitation(token);
  useTitle(t('password.choose'));
  if (data !== undefined) return <ChooseForm token={token} invitation={data} onDone={onDone} />;
  return (
    <main className="sign-in">
      {error === null ? (
        <Spinner size="large" />
      ) : isOver(error) ? (
        <SpaceBetween size="m">
          <Box variant="h1">{t('password.choose')}</Box>
          <Alert type="warning" header={t('invitation.over')}>
            {t('invitation.overHint')}
          </Alert>
          <Button href={`/desk${location.search}`} variant="inline-link">
            {t('signIn.action')}
          </Button>
        </SpaceBetween>
      ) : (
        <SpaceBetween size="m">
          <Box variant="h1">{t('password.choose')}</Box>
          <ErrorAlert error={error} header={t('invitation.failed')} onRetry={() => void refetch()} />
        </SpaceBetween>
      )}
    </main>
  );
}

/** A link that was cut on its way is refused as malformed. */
const isOver = (error: Error): boolean =>
  error instanceof ServiceError && (error.status === 401 || error.status === 400);

function ChooseForm({ token, invitation, onDone }: Props & { readonly invitation: Invitation }): ReactNode {
  const { t } = useTranslation('desk');
  const [password, setPassword] = useState<string>();
  const accept = useAcceptInvitation(invitation, token, onDone);
  const error = inPlainWords(accept.error, t('invitation.overHint'));
  const { name } = invitation.user;
  return (
    <EntryForm
      title={t('password.choose')}
      action={t('invitation.action')}
      pending={accept.isPending}
      onSubmit={() => {
        if (password !== undefined) accept.mutate(password);
      }}
    >
      <div>
        <Alert type="info">{t('invitation.whose', { name })}</Alert>
        {/* For the browser's store of passwords. */}
        <input type="text" name="user" autoComplete="username" value={name} readOnly hidden />
      </div>
      {error !== null && <ErrorAlert error={error} header={t('invitation.notSet')} />}
      <NewPassword
        onChange={(chosen) => {
          setPassword(chosen);
          // What the service said of another one does not stay beside what is said of this one.
          if (accept.isError) accept.reset();
        }}
        autoFocus
      />
    </EntryForm>
  );
}
