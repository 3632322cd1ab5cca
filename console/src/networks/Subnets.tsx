import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DesktopLinks } from '../desktops/DesktopLinks';
import type { Desktop } from '../desktops/desktop';
import { desktopsAt, type Port, type Subnet, type Vpc } from './network';

interface Props {
  readonly vpc: Vpc;
  readonly subnets: readonly Subnet[];
  readonly ports: readonly Port[];
  readonly desktops: readonly Desktop[];
}

/** A VPC with its subnets: how many addresses are used, how many are free, and by whom they are used. */
export function Subnets({ vpc, subnets, ports, desktops }: Props): ReactNode {
  const { t } = useTranslation('networks');
  const portsOf = ({ id }: Subnet): readonly Port[] => ports.filter(({ network_id }) => network_id === id);
  return (
    <Table
      contentDensity="compact"
      wrapLines
      enableKeyboardNavigation
      trackBy="id"
      items={subnets}
      ariaLabels={{ tableLabel: t('subnets.of', { vpc: vpc.name }) }}
      header={
        <Header
          variant="h2"
          counter={`(${subnets.length})`}
          description={t('vpc', { cidr: vpc.cidr, id: vpc.id })}
        >
          {t('subnets.of', { vpc: vpc.name })}
        </Header>
      }
      empty={
        <Box textAlign="center" padding="l">
          {t('subnets.none')}
        </Box>
      }
      columnDefinitions={[
        {
          id: 'name',
          header: t('name'),
          isRowHeader: true,
          minWidth: 140,
          cell: ({ id, name }) => (
            <>
              {name}
              <Box variant="small" display="block">
                {id}
              </Box>
            </>
          ),
        },
        { id: 'cidr', header: t('range'), cell: ({ cidr }) => cidr },
        { id: 'gateway', header: t('gateway'), cell: ({ gateway_ip }) => gateway_ip },
        { id: 'dns', header: t('dns'), cell: ({ dnsList }) => dnsList.join(', ') || '–' },
        { id: 'ipv6', header: t('ipv6'), cell: ({ ipv6_enable }) => t(ipv6_enable ? 'yes' : 'no') },
        { id: 'used', header: t('used'), cell: (subnet) => portsOf(subnet).length },
        {
          id: 'free',
          header: t('free'),
          cell: ({ available_ip_address_count: free }) =>
            free > 0 ? free : <StatusIndicator type="warning">{t('noneFree')}</StatusIndicator>,
        },
        {
          id: 'desktops',
          header: t('desktops'),
          minWidth: 160,
          cell: (subnet) => <DesktopLinks desktops={desktopsAt(portsOf(subnet), desktops)} />,
        },
      ]}
    />
  );
}
