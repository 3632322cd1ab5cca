import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useMay } from '../api/rights';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { usePage } from '../layout/page';
import { ForeignItems } from './ForeignItems';
import { Reclaim } from './Reclaim';
import { Reclaimed } from './Reclaimed';
import { Suspects } from './Suspects';
import { reclaimable, type Suspect, useScan } from './scan';

const counted = ['ours_live', 'ours_orphaned', 'unknown', 'missing', 'foreign'] as const;

/** What the engine has and the ledger does not, and the other way round: scanned when the page is opened and when that is asked for. */
export function OrphansPage(): ReactNode {
  const { t } = useTranslation('orphans');
  usePage(t('orphans'));
  const { data, error, isFetching, refetch } = useScan();
  const mayReclaim = useMay('ReclaimOrphans');
  const [asked, setAsked] = useState<readonly Suspect[]>();
  const [results, setResults] = useState<Answer<'ReclaimOrphans'>['results']>();
  const orphaned = reclaimable(data?.items ?? []);
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t('description')}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="refresh" loading={isFetching} onClick={() => void refetch()}>
              {t('scanAgain')}
            </Button>
            <Button
              disabled={orphaned.length === 0 || !mayReclaim}
              {...(mayReclaim ? {} : { disabledReason: t('mayNot') })}
              onClick={() => setAsked(orphaned)}
            >
              {t('reclaim.open')}
            </Button>
          </SpaceBetween>
        }
      >
        {t('orphans')}
      </Header>
      {error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && (
        <StatusIndicator type="loading">{t('loading')}</StatusIndicator>
      )}
      {results !== undefined && <Reclaimed results={results} onClose={() => setResults(undefined)} />}
      {data !== undefined && (
        <SpaceBetween size="l">
          {!data.complete && (
            <Alert type="warning" header={t('incomplete')}>
              {data.problems.map(({ kind, reason }) => (
                <div key={kind}>
                  {t(`kind.${kind}`)}: {reason}
                </div>
              ))}
            </Alert>
          )}
          <Container
            header={
              <Header variant="h2" description={t('scannedAt', { time: formatTime(data.scanned_at) })}>
                {t('found')}
              </Header>
            }
          >
            <KeyValuePairs
              columns={4}
              items={counted.map((name) => ({
                label: t(`count.${name}`),
                value:
                  name === 'missing' && data.summary.missing_not_looked_at > 0
                    ? t('notLookedAt', {
                        missing: data.summary.missing,
                        more: data.summary.missing_not_looked_at,
                      })
                    : data.summary[name],
              }))}
            />
          </Container>
          <Suspects items={data.items} />
          {data.foreign_items !== undefined && data.foreign_items.length > 0 && (
            <ForeignItems items={data.foreign_items} />
          )}
        </SpaceBetween>
      )}
      {asked !== undefined && (
        <Reclaim
          items={asked}
          onClose={() => setAsked(undefined)}
          onDone={(done) => {
            setAsked(undefined);
            setResults(done);
          }}
        />
      )}
    </SpaceBetween>
  );
}
