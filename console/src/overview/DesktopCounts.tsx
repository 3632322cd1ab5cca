import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WholeList } from '../api/readAll';
import { DesktopStatus } from '../desktops/DesktopStatus';
import type { Desktop } from '../desktops/desktop';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { countByStatus } from './countByStatus';

interface Props {
  readonly read: {
    readonly data: WholeList<Desktop> | undefined;
    readonly error: Error | null;
    readonly refetch: () => Promise<unknown>;
  };
}

/** How many desktops there are, by what they are at. */
export function DesktopCounts({ read }: Props): ReactNode {
  const { t } = useTranslation('overview');
  const follow = useFollow();
  const { data } = read;
  const partial = data !== undefined && data.items.length < data.total;
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={data === undefined ? '' : `(${data.total})`}
          description={partial ? t('desktops.partial', { count: data.items.length }) : undefined}
        >
          <Link variant="primary" fontSize="heading-m" href="/console/desktops" onFollow={follow}>
            {t('desktops.title')}
          </Link>
        </Header>
      }
    >
      {read.error !== null ? (
        <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />
      ) : data === undefined ? (
        <StatusIndicator type="loading">{t('loading')}</StatusIndicator>
      ) : data.total === 0 ? (
        <Box color="text-status-inactive">{t('desktops.none')}</Box>
      ) : (
        <KeyValuePairs
          columns={4}
          items={countByStatus(data.items).map(({ example, count }) => ({
            label: <DesktopStatus desktop={example} />,
            value: <Box variant="awsui-value-large">{count}</Box>,
          }))}
        />
      )}
    </Container>
  );
}
