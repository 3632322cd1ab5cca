import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useReadAll } from '../api/readAll';
import { readersLocale } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { BarChart } from './BarChart';
import { deletionsByDay, lastDays } from './days';

const days = 14;

/** How many deletions were asked for on each of the last days, and how many of these are done: drawn, and as a table. */
export function DeletionsPerDay(): ReactNode {
  const { t } = useTranslation('overview');
  const today = new Date().toDateString();
  const starts = useMemo(() => lastDays(days, new Date(today)), [today]);
  const read = useReadAll(
    'ListDeletions',
    100,
    (answer) => ({ items: answer.deletions, total: answer.total_count }),
    { query: { accepted_after: starts[0]?.toISOString() ?? '' } },
  );
  const shown = deletionsByDay(starts, read.data?.items ?? []);
  const dayText = (day: Date): string =>
    new Intl.DateTimeFormat(readersLocale(), { dateStyle: 'medium' }).format(day);
  const done = shown.reduce((sum, day) => sum + day.done, 0);
  const open = shown.reduce((sum, day) => sum + day.open, 0);
  return (
    <Container
      header={
        <Header variant="h2" description={t('perDay.description', { days })}>
          {t('perDay.title')}
        </Header>
      }
    >
      {read.error !== null ? (
        <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />
      ) : read.data === undefined ? (
        <StatusIndicator type="loading">{t('loading')}</StatusIndicator>
      ) : (
        <SpaceBetween size="s">
          <BarChart
            days={shown}
            label={t('perDay.summary', { days, done, open })}
            done={t('perDay.done')}
            open={t('perDay.open')}
          />
          <ExpandableSection headerText={t('perDay.asTable')}>
            <Table
              variant="embedded"
              contentDensity="compact"
              ariaLabels={{ tableLabel: t('perDay.title') }}
              items={shown.toReversed()}
              columnDefinitions={[
                {
                  id: 'day',
                  header: t('perDay.day'),
                  isRowHeader: true,
                  cell: ({ start }) => dayText(start),
                },
                { id: 'done', header: t('perDay.done'), cell: (day) => day.done },
                { id: 'open', header: t('perDay.open'), cell: (day) => day.open },
              ]}
            />
          </ExpandableSection>
        </SpaceBetween>
      )}
    </Container>
  );
}
