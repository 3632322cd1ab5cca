import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, type SyntheticEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { type SignedOut, useSignIn } from './session';

const accountKey = 'deskplane.account';

/** Account, user, password; or why nobody can sign in here. Stands in the place of the page that was asked for. */
export function SignInPage({ signedOut: { reason } }: { readonly signedOut: SignedOut }): ReactNode {
  const { t } = useTranslation('session');
  const [account, setAccount] = useState(() => localStorage.getItem(accountKey) ?? '');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useSignIn();
  const complete = account.trim() !== '' && user.trim() !== '' && password !== '';

  useEffect(() => {
    document.title = `${t('signIn')} – Deskplane`;
  }, [t]);

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!complete || signIn.isPending) return;
    localStorage.setItem(accountKey, account.trim());
    signIn.mutate({ account: account.trim(), user: user.trim(), password });
  };

  return (
    <main className="sign-in">
      <form onSubmit={submit} aria-labelledby="sign-in-title">
        <Form
          actions={
            <Button
              variant="primary"
              formAction="submit"
              loading={signIn.isPending}
              disabled={reason !== undefined}
            >
              {t('signIn')}
            </Button>
          }
        >
          <Container
            header={
              <Header variant="h1">
                <span id="sign-in-title">{t('title')}</span>
              </Header>
            }
          >
            <SpaceBetween size="l">
              {reason !== undefined && (
                <Alert type="warning" header={t('refusedHere')}>
                  {reason}
                </Alert>
              )}
              {signIn.error !== null && <ErrorAlert error={signIn.error} header={t('failed')} />}
              <FormField label={t('account')} description={t('accountHint')}>
                <Input
                  value={account}
                  name="account"
                  autoComplete="organization"
                  autoFocus={account === ''}
                  onChange={({ detail }) => setAccount(detail.value)}
                />
              </FormField>
              <FormField label={t('user')}>
                <Input
                  value={user}
                  name="user"
                  autoComplete="username"
                  autoFocus={account !== ''}
                  onChange={({ detail }) => setUser(detail.value)}
                />
              </FormField>
              <FormField label={t('password')}>
                <Input
                  value={password}
                  name="password"
                  type="password"
                  autoComplete="current-password"
                  onChange={({ detail }) => setPassword(detail.value)}
                />
              </FormField>
            </SpaceBetween>
          </Container>
        </Form>
      </form>
    </main>
  );
}
