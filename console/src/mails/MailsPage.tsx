import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Pagination from '@cloudscape-design/components/pagination';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { useReadAll } from '../api/readAll';
import { useMay } from '../api/rights';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { usePage } from '../layout/page';
import { type Mail, MailState } from './MailState';
import { SendTestMail } from './SendTestMail';

const shown = ['all', 'waiting', 'sent', 'kept', 'undeliverable', 'withdrawn'] as const;
const ended: ReadonlySet<Mail['state']> = new Set(['sent', 'kept', 'withdrawn']);
const none: readonly Mail[] = [];
/** Where more is to be read of a mail's desktop. */
const places: Readonly<Record<Mail['kind'], string>> = {
  'desktop-created': '/console/desktops',
  'desktop-deleted': '/console/deletions',
  invitation: '/console/desktops',
};

/** All mails of the project: what waits, what went out, what cannot be delivered. */
export function MailsPage(): ReactNode {
  const { t } = useTranslation('mails');
  const follow = useFollow();
  const mayResend = useMay('ResendMail');
  const mayTest = useMay('SendTestMail');
  const { notify, complain } = useNotifications();
  const [chosen, setChosen] = useState<(typeof shown)[number]>('all');
  const [testing, setTesting] = useState(false);
  usePage(t('mails'));
  const read = useReadAll(
    'ListMails',
    1_000,
    ({ mails, total_count }) => ({ items: mails, total: total_count }),
    chosen === 'all' ? {} : { query: { state: [chosen] } },
  );
  const resend = useChange('ResendMail', ['ListMails']);
  const resendTo = ({ mail_id, recipient }: Mail): void =>
    resend.mutate(
      { path: { mail_id } },
      {
        onSuccess: () => notify({ type: 'success', text: t('resent', { recipient }) }),
        onError: complain,
      },
    );
  const { items, collectionProps, paginationProps } = useCollection(read.data?.items ?? none, {
    pagination: { pageSize: 20 },
    sorting: {},
  });
  return (
    <SpaceBetween size="m">
      {read.error !== null && <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />}
      <Table
        {...collectionProps}
        variant="full-page"
        stickyHeader
        enableKeyboardNavigation
        contentDensity="compact"
        wrapLines
        trackBy="mail_id"
        loading={read.isPending}
        loadingText={t('loading')}
        items={items}
        empty={
          read.data !== undefined && (
            <Box textAlign="center" padding="l">
              {t('none')}
            </Box>
          )
        }
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={read.data === undefined ? '' : `(${read.data.total})`}
            description={t('description')}
            actions={
              <Button disabled={!mayTest} disabledReason={t('mayNot')} onClick={() => setTesting(true)}>
                {t('test.open')}
              </Button>
            }
          >
            {t('mails')}
          </Header>
        }
        filter={
          <SegmentedControl
            label={t('show')}
            selectedId={chosen}
            options={shown.map((id) => ({ id, text: t(`shown.${id}`) }))}
            onChange={({ detail }) => setChosen(shown.find((id) => id === detail.selectedId) ?? 'all')}
          />
        }
        pagination={<Pagination {...paginationProps} />}
        columnDefinitions={[
          {
            id: 'recipient',
            header: t('recipient'),
            isRowHeader: true,
            sortingField: 'recipient',
            cell: ({ recipient }) => recipient || t('erased'),
          },
          {
            id: 'about',
            header: t('about'),
            sortingField: 'computer_name',
            cell: ({ kind, desktop_id, computer_name }) => (
              <>
                {t(`kind.${kind}`)}
                {desktop_id !== null && (
                  <>
                    {': '}
                    <Link href={`${places[kind]}/${desktop_id}`} onFollow={follow}>
                      {computer_name || desktop_id}
                    </Link>
                  </>
                )}
              </>
            ),
          },
          { id: 'state', header: t('state'), minWidth: 200, cell: (mail) => <MailState mail={mail} /> },
          {
            id: 'queued',
            minWidth: 120,
            header: t('queuedAt'),
            sortingField: 'queued_at',
            cell: ({ queued_at }) => formatTime(queued_at),
          },
          { id: 'attempts', header: t('attempts'), cell: ({ attempts }) => attempts },
          { id: 'error', header: t('lastError'), cell: ({ last_error }) => last_error ?? '–' },
          {
            id: 'resend',
            minWidth: 110,
            header: t('resend'),
            cell: (mail) =>
              ended.has(mail.state) || mail.recipient === '' ? (
                '–'
              ) : (
                <Button
                  variant="inline-link"
                  ariaLabel={t('resendTo', { recipient: mail.recipient })}
                  disabled={!mayResend || resend.isPending}
                  {...(mayResend ? {} : { disabledReason: t('mayNot') })}
                  onClick={() => resendTo(mail)}
                >
                  {t('resend')}
                </Button>
              ),
          },
        ]}
      />
      {testing && <SendTestMail onClose={() => setTesting(false)} />}
    </SpaceBetween>
  );
}
