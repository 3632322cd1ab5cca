import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { usePage } from '../layout/page';
import { Records } from '../layout/Records';
import { useParameter } from '../layout/useParameter';
import { DeletionItems } from './DeletionItems';
import { DeletionState } from './DeletionState';
import type { Deletion } from './deletion';
import { deletionIdOf } from './deletionId';
import { ReceiptPanel } from './ReceiptPanel';

/** In milliseconds: while it runs somebody waits for it; afterwards only news of its mails comes. */
const readEvery = (deletion: Deletion | undefined): number =>
  deletion?.receipt_state === 'sealed' || deletion?.receipt_state === 'replayed' ? 10_000 : 700;

/** One deletion: how far it is, item by item, and in the end the receipt. */
export function DeletionPage(): ReactNode {
  const { t } = useTranslation('deletions');
  const desktopId = useParameter('desktopId');
  const read = useRead('ShowDeletion', { path: { desktop_id: desktopId } }, { every: readEvery });
  const deletion = read.data;
  const name = deletion?.computer_name || desktopId.slice(0, 8);
  const isOfDisk = deletion?.volume_id !== undefined;
  const isOfSnapshot = deletion?.snapshot_id !== undefined;
  const ofPart = isOfDisk ? 'deletionOfDisk' : 'deletionOfSnapshot';
  const title = t(isOfDisk || isOfSnapshot ? ofPart : 'deletionOf', { desktop: name });
  usePage(title, [{ text: t('deletions'), href: '/console/deletions' }]);
  if (deletion === undefined)
    return read.error === null ? (
      <Spinner size="large" />
    ) : (
      <ErrorAlert title={t('deletion')} error={read.error} onRetry={() => void read.refetch()} />
    );
  const { progress } = deletion;
  return (
    <SpaceBetween size="l">
      {read.error !== null && <ErrorAlert error={read.error} />}
      <Header variant="h1" description={desktopId}>
        {title}
      </Header>
      {deletion.engine === 'simulated' && <Alert type="info">{t('simulated')}</Alert>}
      {deletion.state === 'failed' && (
        <Alert type="error" header={t('stuck.title')}>
          {t('stuck.hint')}
        </Alert>
      )}
      <Container>
        <SpaceBetween size="m">
          <KeyValuePairs
            columns={4}
            items={[
              { label: t('state.title'), value: <DeletionState deletion={deletion} /> },
              { label: t('acceptedAt'), value: formatTime(deletion.accepted_at) },
              { label: t('acceptedBy'), value: deletion.accepted_by_name || deletion.accepted_by },
              {
                label: t('completedAt'),
                value: deletion.completed_at === null ? '–' : formatTime(deletion.completed_at),
              },
            ]}
          />
          {deletion.state !== 'done' && (
            <ProgressBar
              value={progress.total === 0 ? 0 : (100 * progress.ended) / progress.total}
              label={t('progress', progress)}
              status={deletion.state === 'failed' ? 'error' : 'in-progress'}
            />
          )}
        </SpaceBetween>
      </Container>
      <DeletionItems deletion={deletion} />
      {!isOfDisk && !isOfSnapshot && (
        <Container header={<Header variant="h2">{t('user.titles')}</Header>}>
          <Records
            label={t('user.titles')}
            entries={deletion.users}
            idOf={({ user_id }) => user_id}
            empty={t('user.none')}
            columns={[
              { id: 'user', header: t('user.title'), cell: ({ user_name, user_id }) => user_name || user_id },
              {
                id: 'outcome',
                header: t('item.fate'),
                cell: ({ outcome }) => (outcome === null ? t('user.undecided') : t(`user.${outcome}`)),
              },
              { id: 'reason', header: t('item.reason'), cell: ({ reason }) => reason ?? '–', long: true },
            ]}
          />
        </Container>
      )}
      <ReceiptPanel
        receipt={deletion.receipt}
        missing={
          <StatusIndicator type={deletion.receipt_state === 'replayed' ? 'info' : 'pending'}>
            {t(`receipt.state.${deletion.receipt_state}`)}
          </StatusIndicator>
        }
        fileName={`receipt-${deletionIdOf(deletion)}.json`}
        about={deletion.desktop_id}
        words={{
          description: t('receipt.description'),
          another: t('receipt.another'),
          limits: t('receipt.limits'),
        }}
      />
    </SpaceBetween>
  );
}
