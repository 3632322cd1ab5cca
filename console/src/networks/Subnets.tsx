import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DesktopLinks } from '../desktops/DesktopLinks';
import type { Desktop } from '../desktops/desktop';
import { ActionButton } from './ActionButton';
import type { Leaving } from './DeleteDialog';
import { desktopsAt, type Port, type Subnet, type Vpc } from './network';
import { useObstacle } from './useObstacle';

interface Props {
  readonly vpc: Vpc;
  readonly subnets: readonly Subnet[];
  readonly ports: readonly Port[];
  readonly desktops: readonly Desktop[];
  readonly onChange: () => void;
  readonly onCreate: () => void;
  readonly onChangeSubnet: (subnet: Subnet) => void;
  readonly onDelete: (leaving: Leaving) => void;
}

/** A VPC with its subnets: how many addresses are used, how many are free, and by whom they are used. */
export function Subnets(props: Props): ReactNode {
  const { vpc, subnets, ports, desktops, onDelete } = props;
  const { t } = useTranslation('networks');
  const change = useObstacle('UpdateVpc');
  const remove = useObstacle('DeleteVpc') ?? (subnets.length > 0 ? t('vpcs.hasSubnets') : undefined);
  const create = useObstacle('CreateSubnet');
  const changeSubnet = useObstacle('UpdateSubnet');
  const removeSubnet = useObstacle('DeleteSubnet');
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
          description={`${vpc.description} ${t('vpc', { cidr: vpc.cidr, id: vpc.id })}`.trim()}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <ActionButton
                obstacle={change}
                label={t('vpcs.change', { name: vpc.name })}
                onClick={props.onChange}
              >
                {t('action.change')}
              </ActionButton>
              <ActionButton
                obstacle={remove}
                label={t('deletion.title.vpc', { name: vpc.name })}
                onClick={() => onDelete({ kind: 'vpc', vpc })}
              >
                {t('action.delete')}
              </ActionButton>
              <ActionButton
                obstacle={create}
                label={t('subnets.create', { vpc: vpc.name })}
                onClick={props.onCreate}
              >
                {t('subnets.createShort')}
              </ActionButton>
            </SpaceBetween>
          }
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
        {
          id: 'cidr',
          header: t('range'),
          cell: ({ cidr, cidr_v6 }) => (
            <>
              {cidr}
              {cidr_v6 !== '' && (
                <Box variant="small" display="block">
                  {cidr_v6}
                </Box>
              )}
            </>
          ),
        },
        { id: 'gateway', header: t('gateway'), cell: ({ gateway_ip }) => gateway_ip },
        { id: 'dns', header: t('dns'), cell: ({ dnsList }) => dnsList.join(', ') || '–' },
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
          minWidth: 110,
          cell: (subnet) => <DesktopLinks desktops={desktopsAt(portsOf(subnet), desktops)} />,
        },
        {
          id: 'actions',
          header: t('actions'),
          minWidth: 110,
          cell: (subnet) => (
            <SpaceBetween direction="horizontal" size="xs">
              <ActionButton
                variant="inline-link"
                obstacle={changeSubnet}
                label={t('subnets.change', { name: subnet.name })}
                onClick={() => props.onChangeSubnet(subnet)}
              >
                {t('action.change')}
              </ActionButton>
              <ActionButton
                variant="inline-link"
                obstacle={removeSubnet ?? (portsOf(subnet).length > 0 ? t('subnets.isUsed') : undefined)}
                label={t('deletion.title.subnet', { name: subnet.name })}
                onClick={() => onDelete({ kind: 'subnet', subnet })}
              >
                {t('action.delete')}
              </ActionButton>
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}
