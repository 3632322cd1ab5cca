import { useCollection } from '@cloudscape-design/collection-hooks';
import Pagination from '@cloudscape-design/components/pagination';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { newUserFields } from '@deskplane/server/users/newUserFaults.js';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedUser } from './checkUsers';
import type { UserState } from './createUsers';

const kinds = {
  waiting: 'pending',
  sending: 'in-progress',
  invited: 'success',
  created: 'success',
  refused: 'error',
  lost: 'warning',
} as const;

interface Props {
  readonly rows: readonly ListedUser[];
  /** By row; undefined: nothing was asked for yet. */
  readonly states: ReadonlyMap<number, UserState> | undefined;
}

/** The users of a list, one a row; of a password only that there is one. */
export function UserRows({ rows, states }: Props): ReactNode {
  const { t } = useTranslation('manyUsers');
  const { items, paginationProps } = useCollection(rows, { pagination: { pageSize: 50 } });
  const columns: readonly TableProps.ColumnDefinition<ListedUser>[] = [
    { id: 'row', header: t('row'), width: 80, cell: ({ row }) => row },
    {
      id: 'user_name',
      header: t('field.user_name'),
      isRowHeader: true,
      minWidth: 120,
      cell: ({ fields }) => fields.user_name,
    },
    ...(states === undefined
      ? []
      : [
          {
            id: 'state',
            header: t('stateTitle'),
            minWidth: 220,
            cell: ({ row }: ListedUser) => <RowState state={states.get(row)} />,
          },
        ]),
    {
      id: 'signIn',
      header: t('signIn'),
      minWidth: 160,
      cell: ({ fields }) => t(`way.${wayOf(fields)}`),
    },
    ...newUserFields
      .filter(
        (field) =>
          field !== 'user_name' &&
          field !== 'password' &&
          rows.some(({ fields }) => fields[field] !== undefined),
      )
      .map((field) => ({
        id: field,
        header: t(`field.${field}`),
        cell: ({ fields }: ListedUser) => fields[field] ?? '–',
      })),
  ];
  return (
    <Table
      contentDensity="compact"
      wrapLines
      ariaLabels={{ tableLabel: t('rows') }}
      items={items}
      trackBy={({ row }) => String(row)}
      pagination={rows.length > 50 ? <Pagination {...paginationProps} /> : undefined}
      columnDefinitions={columns}
    />
  );
}

/** How somebody gets a password. */
function wayOf({ password, user_email }: ListedUser['fields']): 'password' | 'mail' | 'none' {
  if (password !== undefined) return 'password';
  return user_email === undefined ? 'none' : 'mail';
}

function RowState({ state }: { readonly state: UserState | undefined }): ReactNode {
  const { t } = useTranslation('manyUsers');
  const { kind } = state ?? { kind: 'waiting' };
  const reason = state !== undefined && 'error' in state ? `: ${state.error.message}` : '';
  return <StatusIndicator type={kinds[kind]}>{`${t(`state.${kind}`)}${reason}`}</StatusIndicator>;
}
