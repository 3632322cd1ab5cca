import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { CloseService } from './CloseService';
import { LockService } from './LockService';
import { ProtectNew } from './ProtectNew';
import { QuotaTable } from './QuotaTable';
import { SecondFactor } from './SecondFactor';
import { staleService } from './staleService';

/** The service of the project: whether it is open or locked, and what it may hold; opened, locked and closed here. */
export function ServicePanel(): ReactNode {
  const { t } = useTranslation('settings');
  const { notify } = useNotifications();
  const [asks, setAsks] = useState<'lock' | 'close'>();
  const { data: service } = useRead('ListWorkspaces');
  const { data: lock } = useRead('ShowWorkspaceLock');
  const open = useChange('ApplyWorkspace', staleService);
  const unlock = useChange('UnlockWorkspace', staleService);
  if (service === undefined || lock === undefined) return null;
  const isOpen = service.status !== 'CLOSED';
  const isLocked = lock.is_lock === 1;
  const done = (text: string) => ({ onSuccess: () => notify({ type: 'success', text }) });
  const buttons = isOpen ? (
    <SpaceBetween direction="horizontal" size="xs">
      {isLocked ? (
        <Button
          loading={unlock.isPending}
          onClick={() => unlock.mutate({ body: { operate_type: 'unlock' } }, done(t('service.unlock.done')))}
        >
          {t('service.unlock.action')}
        </Button>
      ) : (
        <Button onClick={() => setAsks('lock')}>{t('service.lock.action')}</Button>
      )}
      <Button onClick={() => setAsks('close')}>{t('service.close.action')}</Button>
    </SpaceBetween>
  ) : (
    <Button
      loading={open.isPending}
      onClick={() =>
        open.mutate({ body: { ad_domains: { domain_type: 'LITE_AS' } } }, done(t('service.open.done')))
      }
    >
      {t('service.open.action')}
    </Button>
  );
  const error = open.error ?? unlock.error;
  return (
    <Container
      header={
        <Header variant="h2" description={t('service.description')} actions={buttons}>
          {t('service.title')}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {error !== null && <ErrorAlert error={error} header={t('service.failed')} />}
        <KeyValuePairs
          columns={3}
          minColumnWidth={220}
          items={[
            {
              label: t('service.state'),
              value: isLocked ? (
                <StatusIndicator type="warning">
                  {t('service.locked', { reason: lock.lock_reason })}
                </StatusIndicator>
              ) : (
                <StatusIndicator type={isOpen ? 'success' : 'stopped'}>
                  {t(isOpen ? 'service.isOpen' : 'service.isClosed')}
                </StatusIndicator>
              ),
            },
            {
              label: t('service.content'),
              value: t(service.closable || !isOpen ? 'service.empty' : 'service.used'),
            },
            {
              label: t('service.mails'),
              value: t(service.is_send_email ? 'service.mailsOn' : 'service.mailsOff'),
            },
            ...(isOpen ? [{ label: t('service.protect.label'), value: <ProtectNew /> }] : []),
            ...(isOpen ? [{ label: t('service.factor.label'), value: <SecondFactor /> }] : []),
          ]}
        />
        <QuotaTable />
      </SpaceBetween>
      {asks === 'lock' && <LockService onClose={() => setAsks(undefined)} />}
      {asks === 'close' && (
        <CloseService enterpriseId={service.enterprise_id} onClose={() => setAsks(undefined)} />
      )}
    </Container>
  );
}
