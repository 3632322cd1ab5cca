import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { formatAbout, formatAge } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';

const most = 10;

/** The deletions that are stuck, with what each waits for and why. */
export function StuckDeletions(): ReactNode {
  const { t } = useTranslation('overview');
  const follow = useFollow();
  const read = useRead('ListDeletions', { query: { state: ['failed'], limit: most } }, { every: 5_000 });
  if (read.error !== null) return <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />;
  if (read.data === undefined) return <StatusIndicator type="loading">{t('loading')}</StatusIndicator>;
  const { deletions, total_count: total } = read.data;
  if (total === 0) return <StatusIndicator type="success">{t('stuck.none')}</StatusIndicator>;
  return (
    <Alert type="error" header={t('stuck.title', { count: total })}>
      <SpaceBetween size="xs">
        {deletions.map(
          ({
            desktop_id,
            snapshot_id,
            volume_id: id = snapshot_id ?? desktop_id,
            computer_name,
            failed_since,
            waiting_for: [waits],
          }) => (
            <div key={id}>
              <Link href={`/console/deletions/${id}`} onFollow={follow}>
                {computer_name === '' ? id : computer_name}
              </Link>
              {failed_since !== null &&
                ` · ${t('stuck.since', { age: formatAge(failed_since, Date.now()) })}`}
              {waits !== undefined && (
                <Box variant="small" display="block">
                  {formatAbout(t(`stuck.waitsFor.${waits.kind}`), waits.last_error ?? t('stuck.noReason'))}
                </Box>
              )}
            </div>
          ),
        )}
        {total > deletions.length && (
          <Link href="/console/deletions" onFollow={follow}>
            {t('stuck.all')}
          </Link>
        )}
      </SpaceBetween>
    </Alert>
  );
}
