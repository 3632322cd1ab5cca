import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/rights';
import { RecordId, Records } from '../layout/Records';
import { AddDisk } from './AddDisk';
import { DeleteDisk } from './DeleteDisk';
import type { Desktop } from './desktop';
import { type Disk, disksOf, nameOfDisk } from './disk';
import { ExpandDisk } from './ExpandDisk';

/** The disks of a desktop, and what can be done with each. */
export function DesktopDisks({ desktop }: { readonly desktop: Desktop }): ReactNode {
  const { t } = useTranslation('desktops');
  const mayDelete = useMay('DeleteDesktopVolumes');
  const mayAdd = useMay('AddDesktopVolumes');
  const mayExpand = useMay('ExpandDesktopVolume');
  const [doomed, setDoomed] = useState<Disk>();
  const [growing, setGrowing] = useState<Disk>();
  const [adding, setAdding] = useState(false);
  const disks = disksOf(desktop);
  return (
    <>
      <Container
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
      >
        <Records
          label={t('resources.disks')}
          entries={disks}
          idOf={({ id }) => id}
          empty={t('resources.noDisks')}
          columns={[
            {
              id: 'kind',
              header: t('resources.kind'),
              cell: ({ isData, id }) => (
                <>
                  {t(isData ? 'resources.data' : 'resources.system')}
                  <RecordId>{id}</RecordId>
                </>
              ),
            },
            { id: 'device', header: t('resources.device'), cell: ({ device }) => device || t('none') },
            {
              id: 'size',
              header: t('resources.size'),
              cell: ({ size }) => (size === null ? t('none') : `${size} GB`),
            },
            { id: 'type', header: t('resources.type'), cell: ({ type }) => type || t('none') },
            {
              id: 'actions',
              header: t('resources.actions'),
              cell: (disk) => (
                <SpaceBetween direction="horizontal" size="m">
                  {disk.size !== null && (
                    <Button
                      variant="inline-link"
                      ariaLabel={t('expandDisk.openNamed', { disk: nameOfDisk(disk) })}
                      disabled={!mayExpand}
                      disabledReason={t('mayNot')}
                      onClick={() => setGrowing(disk)}
                    >
                      {t('expandDisk.open')}
                    </Button>
                  )}
                  {disk.isData && (
                    <Button
                      variant="inline-link"
                      ariaLabel={t('deleteDisk.openNamed', { disk: nameOfDisk(disk) })}
                      disabled={!mayDelete}
                      disabledReason={t('mayNot')}
                      onClick={() => setDoomed(disk)}
                    >
                      {t('deleteDisk.open')}
                    </Button>
                  )}
                </SpaceBetween>
              ),
            },
          ]}
        />
      </Container>
      {adding && <AddDisk desktop={desktop} onClose={() => setAdding(false)} />}
      {growing !== undefined && growing.size !== null && (
        <ExpandDisk
          desktop={desktop}
          disk={{ id: growing.id, name: nameOfDisk(growing), size: growing.size }}
          onClose={() => setGrowing(undefined)}
        />
      )}
      {doomed !== undefined && (
        <DeleteDisk
          desktop={desktop}
          disk={{ id: doomed.id, name: nameOfDisk(doomed) }}
          onClose={() => setDoomed(undefined)}
        />
      )}
    </>
  );
}
