import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { AddDisk } from './AddDisk';
import { DeleteDisk } from './DeleteDisk';
import { DesktopSnapshots } from './DesktopSnapshots';
import type { Desktop } from './desktop';
import { ExpandDisk } from './ExpandDisk';

interface Disk {
  readonly id: string;
  readonly kind: string;
  readonly type: string;
  readonly size: number | null;
  readonly device: string;
  readonly isData: boolean;
}

/** `/dev/vdb, 50 GB`. */
function nameOf({ device, size }: Disk): string {
  return [device, size === null ? '' : `${size} GB`].filter((part) => part !== '').join(', ');
}

/** Disks and ports: what a deletion will take with the desktop. */
export function DesktopResources({ desktop }: { readonly desktop: Desktop }): ReactNode {
  const { t } = useTranslation('desktops');
  const mayDelete = useMay('DeleteDesktopVolumes');
  const mayAdd = useMay('AddDesktopVolumes');
  const mayExpand = useMay('ExpandDesktopVolume');
  const [doomed, setDoomed] = useState<Disk>();
  const [growing, setGrowing] = useState<Disk>();
  const [adding, setAdding] = useState(false);
  const network = useRead('ShowDesktopNetwork', { path: { desktop_id: desktop.desktop_id } });
  const disks: readonly Disk[] = [desktop.root_volume, ...desktop.data_volumes].flatMap((volume, index) =>
    volume === null
      ? []
      : [
          {
            id: volume.volume_id,
            kind: index === 0 ? t('resources.system') : t('resources.data'),
            type: volume.type ?? '',
            size: volume.size,
            device: volume.device ?? '',
            isData: index > 0,
          },
        ],
  );
  const ports = network.data?.network_infos ?? [];
  return (
    <SpaceBetween size="l">
      <Table
        header={
          <Header
            variant="h2"
            counter={`(${disks.length})`}
            actions={
              <Button disabled={!mayAdd} disabledReason={t('mayNot')} onClick={() => setAdding(true)}>
                {t('addDisk.open')}
              </Button>
            }
          >
            {t('resources.disks')}
          </Header>
        }
        contentDensity="compact"
        items={[...disks]}
        trackBy="id"
        empty={t('resources.noDisks')}
        columnDefinitions={[
          { id: 'kind', header: t('resources.kind'), isRowHeader: true, cell: ({ kind }) => kind },
          {
            id: 'size',
            header: t('resources.size'),
            cell: ({ size }) => (size === null ? t('none') : `${size} GB`),
          },
          { id: 'type', header: t('resources.type'), cell: ({ type }) => type },
          { id: 'id', header: 'ID', cell: ({ id }) => id },
          {
            id: 'expand',
            header: t('expandDisk.open'),
            cell: (disk) =>
              disk.size !== null && (
                <Button
                  variant="inline-link"
                  ariaLabel={t('expandDisk.openNamed', { disk: nameOf(disk) })}
                  disabled={!mayExpand}
                  disabledReason={t('mayNot')}
                  onClick={() => setGrowing(disk)}
                >
                  {t('expandDisk.open')}
                </Button>
              ),
          },
          {
            id: 'delete',
            header: t('deleteDisk.open'),
            cell: (disk) =>
              disk.isData && (
                <Button
                  variant="inline-link"
                  ariaLabel={t('deleteDisk.openNamed', { disk: nameOf(disk) })}
                  disabled={!mayDelete}
                  disabledReason={t('mayNot')}
                  onClick={() => setDoomed(disk)}
                >
                  {t('deleteDisk.open')}
                </Button>
              ),
          },
        ]}
      />
      {adding && <AddDisk desktop={desktop} onClose={() => setAdding(false)} />}
      {growing !== undefined && growing.size !== null && (
        <ExpandDisk
          desktop={desktop}
          disk={{ id: growing.id, name: nameOf(growing), size: growing.size }}
          onClose={() => setGrowing(undefined)}
        />
      )}
      {doomed !== undefined && (
        <DeleteDisk
          desktop={desktop}
          disk={{ id: doomed.id, name: nameOf(doomed) }}
          onClose={() => setDoomed(undefined)}
        />
      )}
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
