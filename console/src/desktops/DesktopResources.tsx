import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { DesktopDisks } from './DesktopDisks';
import { DesktopSnapshots } from './DesktopSnapshots';
import type { Desktop } from './desktop';

/** Disks, snapshots of them, and ports: what a deletion will take with the desktop. */
export function DesktopResources({ desktop }: { readonly desktop: Desktop }): ReactNode {
  const { t } = useTranslation('desktops');
  const network = useRead('ShowDesktopNetwork', { path: { desktop_id: desktop.desktop_id } });
  const ports = network.data?.network_infos ?? [];
  return (
    <SpaceBetween size="l">
      <DesktopDisks desktop={desktop} />
      <DesktopSnapshots desktop={desktop} />
      <Table
        header={
          <Header variant="h2" counter={`(${ports.length})`}>
            {t('resources.ports')}
          </Header>
        }
        contentDensity="compact"
        loading={network.isPending}
        loadingText={t('loadingMore')}
        items={[...ports]}
        empty={t('resources.noPorts')}
        columnDefinitions={[
          {
            id: 'address',
            header: t('address'),
            isRowHeader: true,
            cell: ({ port_info }) => port_info.ip_address,
          },
          {
            id: 'subnet',
            header: t('resources.subnet'),
            cell: ({ subnet_info: { name, cidr } }) => `${name} (${cidr})`,
          },
          { id: 'vpc', header: 'VPC', cell: ({ vpc_info: { name, cidr } }) => `${name} (${cidr})` },
          {
            id: 'groups',
            header: t('resources.groups'),
            cell: ({ security_groups }) => security_groups.map(({ name }) => name).join(', ') || t('none'),
          },
          { id: 'id', header: 'ID', cell: ({ port_info }) => port_info.id },
        ]}
      />
    </SpaceBetween>
  );
}
