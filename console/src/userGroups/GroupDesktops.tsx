import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReadAll } from '../api/readAll';
import { DesktopStatus } from '../desktops/DesktopStatus';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';

/** The desktops of a group that the caller may see: only shared ones can be given to a group. */
export function GroupDesktops({ groupId }: { readonly groupId: string }): ReactNode {
  const { t } = useTranslation('userGroups');
  const follow = useFollow();
  const read = useReadAll(
    'ListDesktopsDetail',
    500,
    ({ desktops, total_count }) => ({ items: desktops, total: total_count }),
    { query: { desktop_type: 'SHARED' } },
  );
  if (read.error !== null) return <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />;
  const desktops = (read.data?.items ?? []).filter(({ attach_user_infos }) =>
    attach_user_infos.some(({ type, user_id }) => type === 'GROUP' && user_id === groupId),
  );
  return (
    <Table
      contentDensity="compact"
      ariaLabels={{ tableLabel: t('desktops') }}
      header={
        <Header
          variant="h2"
          counter={read.data === undefined ? '' : `(${desktops.length})`}
          description={t('assignHint')}
        >
          {t('desktops')}
        </Header>
      }
      loading={read.isPending}
      loadingText={t('loadingDesktops')}
      items={desktops}
      trackBy="desktop_id"
      empty={t('noDesktops')}
      columnDefinitions={[
        {
          id: 'name',
          header: t('name'),
          isRowHeader: true,
          cell: ({ desktop_id, computer_name }) => (
            <Link href={`/console/desktops/${desktop_id}`} onFollow={follow}>
              {computer_name}
            </Link>
          ),
        },
        { id: 'status', header: t('status'), cell: (desktop) => <DesktopStatus desktop={desktop} /> },
        { id: 'created', header: t('created'), cell: ({ created }) => formatTime(created) },
      ]}
    />
  );
}
