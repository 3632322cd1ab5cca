import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { RecordId, Records } from '../layout/Records';
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
      <Container
        header={
          <Header variant="h2" counter={`(${ports.length})`}>
            {t('resources.ports')}
          </Header>
        }
      >
        {network.isPending ? (
          <Spinner />
        ) : (
          <Records
            label={t('resources.ports')}
            entries={ports}
            idOf={({ port_info }) => port_info.id}
            empty={t('resources.noPorts')}
            columns={[
              {
                id: 'address',
                header: t('address'),
                cell: ({ port_info }) => (
                  <>
                    {port_info.ip_address}
                    <RecordId>{port_info.id}</RecordId>
                  </>
                ),
              },
              {
                id: 'subnet',
                header: t('resources.subnet'),
                cell: ({ subnet_info: { name, cidr } }) => (
                  <>
                    {name}
                    <RecordId>{cidr}</RecordId>
                  </>
                ),
              },
              {
                id: 'vpc',
                header: 'VPC',
                cell: ({ vpc_info: { name, cidr } }) => (
                  <>
                    {name}
                    <RecordId>{cidr}</RecordId>
                  </>
                ),
              },
              {
                id: 'groups',
                header: t('resources.groups'),
                long: true,
                cell: ({ security_groups }) =>
                  security_groups.map(({ name }) => name).join(', ') || t('none'),
              },
            ]}
          />
        )}
      </Container>
    </SpaceBetween>
  );
}
