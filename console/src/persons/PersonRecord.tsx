import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DeletionState } from '../deletions/DeletionState';
import { DesktopStatus } from '../desktops/DesktopStatus';
import { formatTime } from '../language/format';
import { useFollow } from '../layout/follow';
import type { Person } from './person';
import { ReceiptVerdict } from './ReceiptVerdict';
import { Section } from './Section';
import { useDeskWords } from './useDeskWords';

/** All kinds of records about somebody, one table each. */
export function PersonRecord({ record }: { readonly record: Person }): ReactNode {
  const { t } = useTranslation('persons');
  const words = useDeskWords();
  const follow = useFollow();
  const { totals } = record;
  const time = (moment: string | null): string => (moment === null ? '–' : formatTime(moment));
  const computer = (name: string): string => name || t('notOnRecord');
  return (
    <SpaceBetween size="l">
      <Section
        title={t('desktops.title')}
        empty={t('desktops.none')}
        entries={record.desktops}
        total={totals.desktops}
        columns={[
          {
            id: 'name',
            header: t('desktop'),
            isRowHeader: true,
            cell: ({ desktop_id, computer_name }) => (
              <Link href={`/console/desktops/${desktop_id}`} onFollow={follow}>
                {computer_name}
              </Link>
            ),
          },
          {
            id: 'status',
            header: t('status'),
            cell: ({ status, deleting }) => (
              <DesktopStatus desktop={{ status: deleting ? 'DELETING' : status, task_status: '' }} />
            ),
          },
          { id: 'group', header: t('group'), cell: ({ user_group }) => user_group || '–' },
          { id: 'since', header: t('attachedAt'), cell: ({ attached_at }) => time(attached_at) },
        ]}
      />
      <Section
        title={t('deletions.title')}
        empty={t('deletions.none')}
        entries={record.deletions}
        total={totals.deletions}
        columns={[
          {
            id: 'name',
            header: t('desktop'),
            isRowHeader: true,
            cell: ({ desktop_id, computer_name }) => (
              <Link href={`/console/deletions/${desktop_id}`} onFollow={follow}>
                {computer(computer_name)}
              </Link>
            ),
          },
          { id: 'state', header: t('status'), cell: ({ state }) => <DeletionState deletion={{ state }} /> },
          { id: 'when', header: t('deletions.completed'), cell: ({ completed_at }) => time(completed_at) },
          {
            id: 'by',
            header: t('deletions.by'),
            cell: ({ accepted_by }) => accepted_by.name || accepted_by.user_id,
          },
          {
            id: 'outcome',
            header: t('deletions.user'),
            cell: ({ outcome }) => (outcome === null ? '–' : t(`outcome.${outcome}`)),
          },
          {
            id: 'receipt',
            header: t('receipt.title'),
            cell: ({ desktop_id, computer_name, receipt_hash }) =>
              receipt_hash === null ? (
                <StatusIndicator type="pending">{t('receipt.none')}</StatusIndicator>
              ) : (
                <ReceiptVerdict desktopId={desktop_id} name={computer(computer_name)} />
              ),
          },
        ]}
      />
      {record.detached.length > 0 && (
        <Section
          title={t('detached.title')}
          empty={t('detached.none')}
          entries={record.detached}
          total={totals.detached}
          columns={[
            {
              id: 'name',
              header: t('desktop'),
              isRowHeader: true,
              cell: ({ computer_name }) => computer(computer_name),
            },
            { id: 'until', header: t('detached.at'), cell: ({ detached_at }) => time(detached_at) },
            { id: 'gone', header: t('deletions.completed'), cell: ({ gone_at }) => time(gone_at) },
          ]}
        />
      )}
      <Section
        title={t('mails.title')}
        empty={t('mails.none')}
        entries={record.mails}
        total={totals.mails}
        columns={[
          {
            id: 'to',
            header: t('mails.to'),
            isRowHeader: true,
            cell: ({ recipient }) => recipient || t('notOnRecord'),
          },
          {
            id: 'about',
            header: t('mails.about'),
            cell: ({ kind, computer_name }) => t(`mailAbout.${kind}`, { name: computer(computer_name) }),
          },
          { id: 'state', header: t('status'), cell: ({ state }) => t(`mailState.${state}`) },
          { id: 'queued', header: t('mails.queued'), cell: ({ queued_at }) => time(queued_at) },
          {
            id: 'end',
            header: t('mails.end'),
            cell: ({ sent_at, undeliverable_at }) => time(sent_at ?? undeliverable_at),
          },
        ]}
      />
      <Section
        title={t('connections.title')}
        empty={t('connections.none')}
        entries={record.connections}
        total={totals.connections}
        columns={[
          {
            id: 'name',
            header: t('desktop'),
            isRowHeader: true,
            cell: ({ computer_name }) => computer(computer_name),
          },
          { id: 'from', header: t('from'), cell: ({ source_ip }) => source_ip ?? '–' },
          { id: 'begin', header: t('connections.begin'), cell: ({ started_at }) => time(started_at) },
          { id: 'end', header: t('connections.end'), cell: ({ ended_at }) => time(ended_at) },
        ]}
      />
      <Section
        title={t('desk.title')}
        empty={t('desk.none')}
        entries={record.desk_events}
        total={totals.desk_events}
        columns={[
          {
            id: 'what',
            header: t('desk.what'),
            isRowHeader: true,
            cell: (event) => words.what(event),
          },
          { id: 'when', header: t('desk.when'), cell: ({ at }) => time(at) },
          { id: 'from', header: t('from'), cell: ({ source_ip }) => source_ip ?? '–' },
          { id: 'code', header: t('desk.code'), cell: (event) => words.outcome(event) },
        ]}
      />
    </SpaceBetween>
  );
}
