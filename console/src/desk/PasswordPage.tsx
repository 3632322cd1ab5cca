import Alert from '@cloudscape-design/components/alert';
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
import { type DeskSession, useChangePassword } from './session';
import { useTitle } from './useTitle';

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
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const change = useChangePassword(session);
  const differs = again !== '' && again !== password;
  const complete = original !== '' && password !== '' && again === password;
  useTitle(t('password.change'));

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!complete || change.isPending) return;
    change.mutate({ original_password: original, password }, { onSuccess: onChanged });
  };

  return (
    <main className="sign-in">
      <form onSubmit={submit} aria-labelledby="password-title">
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {!forced && (
                <Button variant="link" formAction="none" onClick={onCancel}>
                  {t('cancel')}
                </Button>
              )}
              <Button variant="primary" formAction="submit" loading={change.isPending}>
                {t('password.change')}
              </Button>
            </SpaceBetween>
          }
        >
          <Container
            header={
              <Header variant="h1">
                <span id="password-title">{t(forced ? 'password.choose' : 'password.change')}</span>
              </Header>
            }
          >
            <SpaceBetween size="l">
              {forced && <Alert type="info">{t('password.forced')}</Alert>}
              {change.error !== null && <ErrorAlert error={change.error} header={t('password.failed')} />}
              <FormField label={t('password.original')}>
                <Input
                  value={original}
                  name="original"
                  type="password"
                  autoComplete="current-password"
                  autoFocus
                  onChange={({ detail }) => setOriginal(detail.value)}
                />
              </FormField>
              <FormField label={t('password.new')} constraintText={t('password.rules')}>
                <Input
                  value={password}
                  name="new"
                  type="password"
                  autoComplete="new-password"
                  onChange={({ detail }) => setPassword(detail.value)}
                />
              </FormField>
              <FormField label={t('password.again')} errorText={differs ? t('password.differs') : ''}>
                <Input
                  value={again}
                  name="again"
                  type="password"
                  autoComplete="new-password"
                  onChange={({ detail }) => setAgain(detail.value)}
                />
              </FormField>
            </SpaceBetween>
          </Container>
        </Form>
      </form>
    </main>
  );
}
