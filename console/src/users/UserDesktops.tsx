import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { DesktopStatus } from '../desktops/DesktopStatus';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';

/** In milliseconds: while somebody looks at them. */
const readEvery = 5_000;

interface Props {
  readonly name: string;
  /** Names of the user's groups. */
  readonly groups: readonly string[];
}

/** The desktops that a user may open, and the caller may see. */
export function UserDesktops({ name, groups }: Props): ReactNode {
  const { t } = useTranslation('users');
  const follow = useFollow();
  const read = useRead(
    'ListDesktopsDetail',
    { query: { user_names: [name], limit: 500 } },
    { every: readEvery },
  );
  if (read.error !== null) return <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />;
  return (
    <Table
      header={
        <Header variant="h2" counter={read.data === undefined ? '' : `(${read.data.desktops.length})`}>
          {t('desktops')}
        </Header>
      }
      contentDensity="compact"
      loading={read.isPending}
      loadingText={t('loadingDesktops')}
      items={[...(read.data?.desktops ?? [])]}
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
        {
          id: 'through',
          header: t('through'),
          cell: ({ user_list, user_group_list }) =>
            [
              ...(user_list.includes(name) ? [t('directly')] : []),
              ...user_group_list.filter((group) => groups.includes(group)),
            ].join(', '),
        },
        { id: 'status', header: t('status'), cell: (desktop) => <DesktopStatus desktop={desktop} /> },
        { id: 'created', header: t('created'), cell: ({ created }) => formatTime(created) },
      ]}
    />
  );
}
