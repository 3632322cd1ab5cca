import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DesktopLinks } from '../desktops/DesktopLinks';
import type { Desktop } from '../desktops/desktop';
import { formatList } from '../language/format';
import { desktopsAt, type Port, type SecurityGroup, type Subnet } from './network';

interface Props {
  readonly ports: readonly Port[];
  readonly subnets: readonly Subnet[];
  readonly groups: readonly SecurityGroup[];
  readonly desktops: readonly Desktop[];
}

/** `10.0.0.2` before `10.0.0.10`. */
function byAddress(one: { readonly address: string }, other: { readonly address: string }): number {
  return one.address.localeCompare(other.address, undefined, { numeric: true });
}

/** Each address that is used, and by which desktop. */
export function Addresses({ ports, subnets, groups, desktops }: Props): ReactNode {
  const { t } = useTranslation('networks');
  const nameOf = (all: readonly { readonly id: string; readonly name: string }[], id: string): string =>
    all.find((each) => each.id === id)?.name ?? id;
  const rows = ports.map((port) => ({
    id: port.id,
    address: port.fixed_ips.map(({ ip_address }) => ip_address).join(', '),
    mac: port.mac_address,
    subnet: nameOf(subnets, port.network_id),
    groups: formatList(port.security_groups.map((id) => nameOf(groups, id))),
    desktop: desktopsAt([port], desktops),
  }));
  const none = (
    <Box textAlign="center" padding="l">
      {t('addresses.none')}
    </Box>
  );
  const { items, collectionProps, filterProps, paginationProps, filteredItemsCount } = useCollection(rows, {
    filtering: {
      filteringFunction: ({ address, mac, subnet, groups: names, desktop }, text) =>
        [address, mac, subnet, names, desktop[0]?.computer_name ?? '']
          .join(' ')
          .toLowerCase()
          .includes(text.toLowerCase()),
      empty: none,
      noMatch: none,
    },
    pagination: { pageSize: 20 },
    sorting: { defaultState: { sortingColumn: { sortingComparator: byAddress } } },
  });
  return (
    <Table
      {...collectionProps}
      contentDensity="compact"
      wrapLines
      enableKeyboardNavigation
      trackBy="id"
      items={items}
      ariaLabels={{ tableLabel: t('addresses.title') }}
      header={
        <Header variant="h2" counter={`(${rows.length})`}>
          {t('addresses.title')}
        </Header>
      }
      filter={
        <TextFilter
          {...filterProps}
          filteringPlaceholder={t('addresses.search')}
          filteringAriaLabel={t('addresses.search')}
          countText={t('addresses.matches', { count: filteredItemsCount ?? 0 })}
        />
      }
      pagination={<Pagination {...paginationProps} />}
      columnDefinitions={[
        {
          id: 'address',
          header: t('address'),
          isRowHeader: true,
          sortingComparator: byAddress,
          cell: ({ address }) => address,
        },
        {
          id: 'desktop',
          header: t('desktop'),
          minWidth: 140,
          cell: ({ desktop }) => <DesktopLinks desktops={desktop} />,
        },
        { id: 'subnet', header: t('subnet'), sortingField: 'subnet', cell: ({ subnet }) => subnet },
        { id: 'groups', header: t('groups.title'), cell: ({ groups: names }) => names || '–' },
        { id: 'mac', header: t('mac'), cell: ({ mac }) => mac },
      ]}
    />
  );
}
