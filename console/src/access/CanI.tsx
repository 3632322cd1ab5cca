import Alert from '@cloudscape-design/components/alert';
import Autosuggest from '@cloudscape-design/components/autosuggest';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange, useRead } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';

type Decision = Answer<'ShowAuthorizationDecision'>;

/** Whether a user may do something, and what decides it. Does nothing. */
export function CanI(): ReactNode {
  const { t } = useTranslation('access');
  const [user, setUser] = useState('');
  const [operation, setOperation] = useState('DeleteDesktop');
  const [desktop, setDesktop] = useState('');
  const users = useRead('KeystoneListUsers');
  const desktops = useRead('ListDesktopsDetail', { query: { limit: 500 } });
  const rights = useRead('ShowOwnRights');
  const ask = useChange('ShowAuthorizationDecision', []);
  const desktopId =
    desktops.data?.desktops.find(({ computer_name }) => computer_name === desktop)?.desktop_id ??
    desktop.trim();
  const submit = (): void =>
    ask.mutate({
      body: {
        operation: operation.trim(),
        ...(user.trim() === '' ? {} : { user_name: user.trim() }),
        ...(desktopId === '' ? {} : { resource: { type: 'desktop', id: desktopId } }),
      },
    });
  return (
    <Container
      header={
        <Header variant="h2" description={t('canI.hint')}>
          {t('canI.title')}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormField label={t('user')} description={t('canI.userHint')}>
          <Autosuggest
            value={user}
            enteredTextLabel={(value) => t('canI.use', { value })}
            options={(users.data?.users ?? []).map(({ name }) => ({ value: name }))}
            onChange={({ detail }) => setUser(detail.value)}
          />
        </FormField>
        <FormField label={t('canI.action')} description={t('canI.actionHint')}>
          <Autosuggest
            value={operation}
            enteredTextLabel={(value) => t('canI.use', { value })}
            options={Object.keys(rights.data?.rights ?? {}).map((value) => ({ value }))}
            onChange={({ detail }) => setOperation(detail.value)}
          />
        </FormField>
        <FormField label={t('canI.desktop')} description={t('canI.desktopHint')}>
          <Input value={desktop} autoComplete={false} onChange={({ detail }) => setDesktop(detail.value)} />
        </FormField>
        <Button loading={ask.isPending} disabled={operation.trim() === ''} onClick={submit}>
          {t('canI.submit')}
        </Button>
        {ask.error !== null && <ErrorAlert error={ask.error} />}
        {ask.data !== undefined && <Verdict decision={ask.data} />}
      </SpaceBetween>
    </Container>
  );
}

function Verdict({ decision }: { readonly decision: Decision }): ReactNode {
  const { t } = useTranslation('access');
  const { user, operation, action, deciding_statement: by, failed_action } = decision;
  const asked = operation ?? action ?? '';
  return (
    <div role="status">
      <Alert
        type={decision.allowed ? 'success' : 'error'}
        header={
          decision.allowed
            ? t('canI.allowed', { user: user.name, asked })
            : t('canI.denied', { user: user.name, asked })
        }
      >
        <SpaceBetween size="xxs">
          <span>{t(`reason.${decision.reason}`)}</span>
          {by !== null && <span>{t('canI.by', { policy: by.policy_name, statement: by.statement })}</span>}
          {failed_action !== null && <span>{t('canI.missing', { action: failed_action })}</span>}
        </SpaceBetween>
      </Alert>
    </div>
  );
}
