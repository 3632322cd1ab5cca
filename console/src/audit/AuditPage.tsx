import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';
import { usePage } from '../layout/page';
import { AuditEvents } from './AuditEvents';
import { AuditFilter } from './AuditFilter';
import { EventDetails } from './EventDetails';
import { ExportEvents } from './ExportEvents';
import { type AuditEvent, anything, queryOf } from './filter';
import { useVerifyLog, VerifyButton, VerifyResult } from './VerifyLog';

/** Events of one page. */
const pageSize = 50;

/** Who did what, or was refused it, page by page; and the file that proves it. */
export function AuditPage(): ReactNode {
  const { t } = useTranslation('audit');
  usePage(t('audit'));
  const [search, setSearch] = useState(() => ({ filter: anything, at: Date.now() }));
  /** What follows after each page that was seen so far. */
  const [markers, setMarkers] = useState<readonly string[]>([]);
  const [looked, setLooked] = useState<AuditEvent>();
  const next = markers.at(-1);
  const read = useRead(
    'ListTraces',
    {
      query: {
        ...queryOf(search.filter, search.at),
        limit: pageSize,
        ...(next === undefined ? {} : { next }),
      },
    },
    { keep: true },
  );
  const events = read.data?.traces ?? [];
  const { verifying, progress } = useVerifyLog(events);
  const marker = read.data?.meta_data.marker ?? null;
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t('description')}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              iconName="refresh"
              ariaLabel={t('readAgain')}
              loading={read.isFetching}
              onClick={() => void read.refetch()}
            />
            <VerifyButton
              pending={verifying.isPending}
              empty={events.length === 0}
              onVerify={() => verifying.mutate()}
            />
            <ExportEvents period={search.filter.period} />
          </SpaceBetween>
        }
      >
        {t('audit')}
      </Header>
      <AuditFilter
        onSearch={(filter) => {
          setMarkers([]);
          setSearch({ filter, at: Date.now() });
        }}
      />
      {read.error !== null && <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />}
      <VerifyResult verifying={verifying} progress={progress} />
      <AuditEvents
        events={events}
        loading={read.isPending}
        page={markers.length + 1}
        hasMore={marker !== null}
        busy={read.isPlaceholderData}
        onLook={setLooked}
        onBack={() => setMarkers(markers.slice(0, -1))}
        onNext={() => {
          if (marker !== null) setMarkers([...markers, marker]);
        }}
      />
      {looked !== undefined && <EventDetails event={looked} onClose={() => setLooked(undefined)} />}
    </SpaceBetween>
  );
}
