import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { formatMoment } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';

const pageSize = 20;
const kinds = { normal: 'success', warning: 'warning', incident: 'error' } as const;

/** What was done with a desktop, by whom and from where, or was refused; page by page, the newest first. */
export function DesktopHistory({ desktopId }: { readonly desktopId: string }): ReactNode {
  const { t } = useTranslation('desktops');
  const mayRead = useMay('ListTraces');
  /** What follows after each page that was seen so far. */
  const [markers, setMarkers] = useState<readonly string[]>([]);
  const next = markers.at(-1);
  const read = useRead(
    'ListTraces',
    { query: { resource_id: desktopId, limit: pageSize, ...(next === undefined ? {} : { next }) } },
    { keep: true, enabled: mayRead, every: next === undefined ? 10_000 : undefined },
  );
  const marker = read.data?.meta_data.marker ?? null;
  if (!mayRead) return <Box variant="p">{t('mayNot')}</Box>;
  if (read.error !== null) return <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />;
  return (
    <Table
      contentDensity="compact"
      wrapLines
      ariaLabels={{ tableLabel: t('history.title') }}
      loading={read.isPending}
      loadingText={t('loadingMore')}
      items={[...(read.data?.traces ?? [])]}
      trackBy="trace_id"
      empty={t('history.none')}
      pagination={
        (marker !== null || markers.length > 0) && (
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              iconName="angle-left"
              ariaLabel={t('history.newer')}
              disabled={markers.length === 0 || read.isPlaceholderData}
              onClick={() => setMarkers(markers.slice(0, -1))}
            />
            <Button
              iconName="angle-right"
              ariaLabel={t('history.older')}
              disabled={marker === null || read.isPlaceholderData}
              onClick={() => {
                if (marker !== null) setMarkers([...markers, marker]);
              }}
            />
          </SpaceBetween>
        )
      }
      columnDefinitions={[
        { id: 'time', header: t('history.time'), cell: ({ time }) => formatMoment(time) },
        {
          id: 'what',
          header: t('jobs.what'),
          isRowHeader: true,
          cell: ({ trace_name }) => t(`history.event.${trace_name}`, { defaultValue: trace_name }),
        },
        { id: 'who', header: t('connections.who'), cell: ({ user }) => user.name ?? user.id ?? t('none') },
        { id: 'from', header: t('connections.from'), cell: ({ source_ip }) => source_ip ?? t('none') },
        {
          id: 'outcome',
          header: t('history.outcome'),
          cell: ({ trace_rating, code }) => (
            <StatusIndicator type={isRating(trace_rating) ? kinds[trace_rating] : 'info'}>
              {t(trace_rating === 'normal' ? 'history.done' : 'history.refused', { code })}
            </StatusIndicator>
          ),
        },
      ]}
    />
  );
}

function isRating(rating: string): rating is keyof typeof kinds {
  return rating in kinds;
}
