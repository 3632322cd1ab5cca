import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useRead } from '../api/queries';
import { ServiceError } from '../api/serviceError';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { ReceiptPanel } from './ReceiptPanel';

const kinds = { WAITING: 'pending', RUNNING: 'in-progress', SUCCESS: 'success', FAILED: 'error' } as const;

type Job = Answer<'ListItaSubJobs'>['jobs'][number];
const runs = ({ status }: Job): boolean => status === 'WAITING' || status === 'RUNNING';

/** A disk that is or was put back to a snapshot: how far it is, and in the end the receipt. The job may be off the record by then. */
export function RestorePage(): ReactNode {
  const { t } = useTranslation('deletions');
  const words = useTranslation('desktops').t;
  const follow = useFollow();
  const [desktopId, snapshotId, jobId] = [
    useParameter('desktopId'),
    useParameter('snapshotId'),
    useParameter('jobId'),
  ];
  const jobs = useRead(
    'ListItaSubJobs',
    { query: { job_id: jobId, limit: 1000 } },
    { every: (read) => (read?.jobs.some(runs) ? 700 : 30_000) },
  );
  const job = jobs.data?.jobs.find(
    ({ entities }) => entities.desktop_id === desktopId && entities.snapshot_id === snapshotId,
  );
  const isOver = job === undefined ? !jobs.isPending : !runs(job);
  const path = { desktop_id: desktopId, snapshot_id: snapshotId, job_id: jobId };
  const receipt = useRead('ShowSnapshotRestoreReceipt', { path }, { enabled: isOver });
  const title = t('restore.title', { desktop: job?.entities.desktop_name ?? desktopId.slice(0, 8) });
  usePage(title, [{ text: words('jobs.title'), href: '/console/jobs' }]);
  // Of a job that is on record; of others nobody can say why there is none.
  const isNone = receipt.error instanceof ServiceError && receipt.error.status === 404;
  if (receipt.error !== null && job === undefined)
    return <ErrorAlert title={title} error={receipt.error} onRetry={() => void receipt.refetch()} />;
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={jobId}>
        {title}
      </Header>
      {jobs.error !== null && <ErrorAlert error={jobs.error} />}
      {job !== undefined && (
        <Container>
          <KeyValuePairs
            columns={4}
            items={[
              {
                label: t('restore.desktop'),
                value: (
                  <Link href={`/console/desktops/${desktopId}`} onFollow={follow}>
                    {job.entities.desktop_name ?? desktopId}
                  </Link>
                ),
              },
              {
                label: t('state.title'),
                value: (
                  <StatusIndicator type={kinds[job.status]}>
                    {words(`jobs.status.${job.status}`)}
                  </StatusIndicator>
                ),
              },
              { label: words('jobs.begin'), value: formatTime(job.begin_time) },
              { label: words('jobs.end'), value: job.end_time === null ? '–' : formatTime(job.end_time) },
              ...(job.fail_reason === null
                ? []
                : [{ label: words('jobs.reason'), value: `${job.fail_reason} (${job.error_code ?? '–'})` }]),
            ]}
          />
        </Container>
      )}
      {receipt.error !== null && !isNone ? (
        <ErrorAlert error={receipt.error} onRetry={() => void receipt.refetch()} />
      ) : (
        <ReceiptPanel
          receipt={receipt.data ?? null}
          missing={
            <StatusIndicator type={isNone ? 'info' : 'pending'}>
              {t(isNone ? 'restore.none' : 'restore.pending')}
            </StatusIndicator>
          }
          fileName={`restore-${jobId}-${snapshotId}.json`}
          about={[desktopId, snapshotId, jobId].join(' ')}
          words={{
            description: t('restore.description'),
            another: t('restore.another'),
            limits: `${t('restore.limits')} ${t('receipt.limits')}`,
          }}
        />
      )}
    </SpaceBetween>
  );
}
