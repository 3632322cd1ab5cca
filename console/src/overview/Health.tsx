import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { ServiceError } from '../api/serviceError';
import { formatLength } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';

/** Whether deletions can be accepted, carried out and signed now. */
export function Health(): ReactNode {
  const { t } = useTranslation('overview');
  const { data, error, refetch } = useRead('ShowReadiness', {}, { every: 10_000 });
  return (
    <Container header={<Header variant="h2">{t('health.title')}</Header>}>
      {error !== null ? (
        <ErrorAlert
          error={error}
          {...(error instanceof ServiceError && error.status === 503 ? { header: t('health.notReady') } : {})}
          onRetry={() => void refetch()}
        />
      ) : data === undefined ? (
        <StatusIndicator type="loading">{t('loading')}</StatusIndicator>
      ) : (
        <KeyValuePairs
          columns={3}
          items={[
            {
              label: t('health.engine', { name: data.engine.name }),
              value: (
                <SpaceBetween size="xxs">
                  <Part {...data.engine} />
                  {data.engine.name === 'simulated' && (
                    <>
                      <StatusIndicator type="info">{t('health.simulated')}</StatusIndicator>
                      <MovedClock />
                    </>
                  )}
                  {(data.engine.warnings ?? []).map((warning) => (
                    <StatusIndicator key={warning} type="warning">
                      {warning}
                    </StatusIndicator>
                  ))}
                </SpaceBetween>
              ),
            },
            { label: t('health.database'), value: <Part {...data.database} /> },
            { label: t('health.log'), value: <Part {...data.log} /> },
          ]}
        />
      )}
    </Container>
  );
}

function Part({ ready, reason }: { readonly ready: boolean; readonly reason?: string }): ReactNode {
  const { t } = useTranslation('overview');
  return ready ? (
    <StatusIndicator type="success">{t('health.ready')}</StatusIndicator>
  ) : (
    <StatusIndicator type="error">{reason ?? t('health.notReady')}</StatusIndicator>
  );
}

/** How far tests have moved the clock of a test double. A service that is none has no clock to ask, and is not asked again. */
function MovedClock(): ReactNode {
  const { t } = useTranslation('overview');
  const mayAsk = useMay('ShowClock', { unknown: false });
  const { data } = useRead(
    'ShowClock',
    {},
    { enabled: mayAsk, every: (last) => (last === undefined ? Number.POSITIVE_INFINITY : 10_000) },
  );
  if (data === undefined || data.ahead_seconds === 0) return null;
  return (
    <StatusIndicator type="warning">
      {t('health.clock', { length: formatLength(data.ahead_seconds) })}
    </StatusIndicator>
  );
}
