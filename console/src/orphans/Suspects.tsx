import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../language/format';
import { useFollow } from '../layout/follow';
import { keyOf, type Suspect } from './scan';

const kinds = { 'ours-orphaned': 'warning', unknown: 'info', missing: 'error' } as const;

/** The items that engine and ledger do not agree about, each with the reason. */
export function Suspects({ items }: { readonly items: readonly Suspect[] }): ReactNode {
  const { t } = useTranslation('orphans');
  const follow = useFollow();
  return (
    <Table
      contentDensity="compact"
      enableKeyboardNavigation
      wrapLines
      header={
        <Header variant="h2" counter={`(${items.length})`}>
          {t('suspects')}
        </Header>
      }
      ariaLabels={{ tableLabel: t('suspects') }}
      items={items}
      trackBy={(item) => `${item.class} ${item.item_id ?? ''} ${keyOf(item)}`}
      empty={
        <Box textAlign="center" padding="l">
          <StatusIndicator type="success">{t('none')}</StatusIndicator>
        </Box>
      }
      columnDefinitions={[
        {
          id: 'class',
          header: t('class.title'),
          minWidth: 140,
          cell: (item) => (
            <StatusIndicator type={kinds[item.class]}>{t(`class.${item.class}`)}</StatusIndicator>
          ),
        },
        { id: 'kind', header: t('kind.title'), cell: ({ kind }) => t(`kind.${kind}`) },
        {
          id: 'id',
          header: t('id'),
          isRowHeader: true,
          cell: ({ id, name }) => (
            <>
              {id === '' ? '–' : id}
              <Box variant="small" display="block">
                {name}
              </Box>
            </>
          ),
        },
        {
          id: 'reason',
          header: t('reason.title'),
          cell: ({ reason }) => t(`reason.${reason}`, { defaultValue: reason }),
        },
        {
          id: 'desktop',
          header: t('desktop'),
          cell: ({ desktop_id: desktop, class: found }) =>
            desktop === null ? (
              '–'
            ) : (
              <Link
                href={
                  found === 'ours-orphaned' ? `/console/deletions/${desktop}` : `/console/desktops/${desktop}`
                }
                onFollow={follow}
              >
                {desktop}
              </Link>
            ),
        },
        {
          id: 'created',
          header: t('created'),
          cell: ({ created_at }) => (created_at === null ? '–' : formatTime(created_at)),
        },
      ]}
    />
  );
}
