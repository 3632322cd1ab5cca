import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { type SignedOut, useSignIn } from './session';
import { useTitle } from './useTitle';

const enterpriseKey = 'deskplane.enterprise';

/** Of the link (`?enterprise=`), otherwise of the last time on this browser. */
function knownEnterprise(): string {
  return new URLSearchParams(location.search).get('enterprise') ?? localStorage.getItem(enterpriseKey) ?? '';
}

/** Enterprise ID, user name, password; or why nobody can sign in here. */
export function SignInPage({ signedOut: { reason } }: { readonly signedOut: SignedOut }): ReactNode {
  const { t } = useTranslation('desk');
  const [known] = useState(knownEnterprise);
  const [enterprise, setEnterprise] = useState(known);
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useSignIn();
  const complete = enterprise.trim() !== '' && user.trim() !== '' && password !== '';
  useTitle(t('signIn.title'));

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!complete || signIn.isPending || reason !== undefined) return;
    localStorage.setItem(enterpriseKey, enterprise.trim());
    signIn.mutate({ enterprise_id: enterprise.trim(), user_name: user.trim(), password });
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
              {t('signIn.action')}
            </Button>
          }
        >
          <Container
            header={
              <Header variant="h1">
                <span id="sign-in-title">{t('signIn.title')}</span>
              </Header>
            }
          >
            <SpaceBetween size="l">
              {reason !== undefined && (
                <Alert type="warning" header={t('signIn.notHere')}>
                  {reason}
                </Alert>
              )}
              {signIn.error !== null && (
                <SpaceBetween size="xs">
                  <ErrorAlert error={signIn.error} header={t('signIn.failed')} />
                  <Box variant="small">{t('signIn.failedHint')}</Box>
                </SpaceBetween>
              )}
              <FormField label={t('signIn.enterprise')} description={t('signIn.enterpriseHint')}>
                <Input
                  value={enterprise}
                  name="enterprise"
                  autoComplete="organization"
                  autoFocus={known === ''}
                  onChange={({ detail }) => setEnterprise(detail.value)}
                />
              </FormField>
              <FormField label={t('signIn.user')}>
                <Input
                  value={user}
                  name="user"
                  autoComplete="username"
                  autoFocus={known !== ''}
                  onChange={({ detail }) => setUser(detail.value)}
                />
              </FormField>
              <FormField label={t('signIn.password')}>
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
