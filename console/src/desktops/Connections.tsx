import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';

/** Who was connected to a desktop's screen, the newest first. */
export function Connections({ name }: { readonly name: string }): ReactNode {
  const { t } = useTranslation('desktops');
  const read = useRead(
    'ListLoginRecordsNew',
    { query: { computer_name: name, limit: 100 } },
    { every: 10_000 },
  );
  if (read.error !== null) return <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />;
  return (
    <Table
      contentDensity="compact"
      ariaLabels={{ tableLabel: t('connections.title') }}
      loading={read.isPending}
      loadingText={t('loadingMore')}
      items={[...(read.data?.records ?? [])]}
      trackBy="transaction_id"
      empty={t('connections.none')}
      columnDefinitions={[
        { id: 'who', header: t('connections.who'), isRowHeader: true, cell: ({ user_name }) => user_name },
        {
          id: 'from',
          header: t('connections.from'),
          cell: ({ terminal_ip, public_ip }) => terminal_ip ?? public_ip ?? t('none'),
        },
        {
          id: 'begin',
          header: t('jobs.begin'),
          cell: ({ connection_start_time }) => formatTime(connection_start_time),
        },
        {
          id: 'end',
          header: t('jobs.end'),
          cell: ({ connection_end_time }) =>
            connection_end_time === null ? t('connections.open') : formatTime(connection_end_time),
        },
        {
          id: 'why',
          header: t('jobs.reason'),
          cell: ({ connection_failure_reason }) => connection_failure_reason ?? t('none'),
        },
      ]}
    />
  );
}
