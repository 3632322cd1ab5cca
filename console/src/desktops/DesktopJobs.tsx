import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { deletionOfFormer } from './formerDisk';
import { OutcomeLink } from './OutcomeLink';
import { pageOfRestore } from './restoreOf';

const kinds = { WAITING: 'pending', RUNNING: 'in-progress', SUCCESS: 'success', FAILED: 'error' } as const;

/** What was asked of a desktop, the newest first, as far as it is among the newest 1 000 of the project. */
export function DesktopJobs({ desktopId }: { readonly desktopId: string }): ReactNode {
  const { t } = useTranslation('desktops');
  const read = useRead('ListItaSubJobs', { query: { limit: 1000 } }, { every: 5_000 });
  const jobs = (read.data?.jobs ?? []).filter(({ entities }) => entities.desktop_id === desktopId);
  if (read.error !== null) return <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />;
  return (
    <Table
      contentDensity="compact"
      ariaLabels={{ tableLabel: t('jobs.title') }}
      loading={read.isPending}
      loadingText={t('loadingMore')}
      items={jobs}
      trackBy="id"
      empty={t('jobs.none')}
      columnDefinitions={[
        {
          id: 'type',
          header: t('jobs.what'),
          isRowHeader: true,
          cell: (job) => (
            <>
              {t(`jobs.type.${job.job_type}`, { defaultValue: job.job_type })}
              <OutcomeLink page={deletionOfFormer(job)}>{t('rebuild.deletion')}</OutcomeLink>
              <OutcomeLink page={pageOfRestore(job)}>{t('jobs.receipt')}</OutcomeLink>
            </>
          ),
        },
        {
          id: 'status',
          header: t('status.title'),
          cell: ({ status, process }) => (
            <StatusIndicator type={kinds[status]}>
              {t(`jobs.status.${status}`)}
              {status === 'RUNNING' ? ` ${process} %` : ''}
            </StatusIndicator>
          ),
        },
        { id: 'begin', header: t('jobs.begin'), cell: ({ begin_time }) => formatTime(begin_time) },
        {
          id: 'end',
          header: t('jobs.end'),
          cell: ({ end_time }) => (end_time === null ? t('none') : formatTime(end_time)),
        },
        {
          id: 'reason',
          header: t('jobs.reason'),
          cell: ({ fail_reason, error_code }) =>
            fail_reason === null
              ? t('none')
              : `${fail_reason}${error_code === null ? '' : ` (${error_code})`}`,
        },
      ]}
    />
  );
}
