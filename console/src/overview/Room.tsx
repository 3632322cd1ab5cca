import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { ServiceError } from '../api/serviceError';
import { formatBytes } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { type Meter, metersOf } from './meters';
import './room.css';

/** How much of the server's disk and memory is used. Shown to nobody but those who may be told. */
export function Room(): ReactNode {
  const { t } = useTranslation('overview');
  const may = useMay('ShowInstallationRoom');
  const { data, error, refetch } = useRead('ShowInstallationRoom', {}, { every: 10_000, enabled: may });
  if (!may || (error instanceof ServiceError && error.status === 403)) return null;
  return (
    <Container header={<Header variant="h2">{t('room.title')}</Header>}>
      {error !== null ? (
        <ErrorAlert error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <StatusIndicator type="loading">{t('loading')}</StatusIndicator>
      ) : (
        <ColumnLayout columns={2} minColumnWidth={240}>
          {metersOf(data).map((meter) => (
            <Bar key={meter.name} {...meter} />
          ))}
        </ColumnLayout>
      )}
    </Container>
  );
}

function Bar({ name, used, size, reserve, state }: Meter): ReactNode {
  const { t } = useTranslation('overview');
  const label = t(`room.${name}`);
  const share = size === 0 ? 0 : Math.min(100, (100 * used) / size);
  const words = t('room.of', { used: formatBytes(used), size: formatBytes(size), share: Math.round(share) });
  return (
    <div>
      <Box variant="awsui-key-label">{label}</Box>
      <div
        className={`room-meter ${state}`}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share)}
        aria-valuetext={words}
      >
        <div style={{ width: `${share}%` }} />
      </div>
      <div>{words}</div>
      {reserve > 0 && (
        <Box variant="small" display="block">
          {t('room.reserve', { size: formatBytes(reserve) })}
        </Box>
      )}
      {state !== 'fine' && (
        <StatusIndicator type={state === 'full' ? 'error' : 'warning'}>
          {t(`room.${state}.${name}`)}
        </StatusIndicator>
      )}
    </div>
  );
}
