import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { CreateSnapshots } from './CreateSnapshots';
import { DeleteSnapshot } from './DeleteSnapshot';
import type { Desktop } from './desktop';

interface Doomed {
  readonly id: string;
  readonly name: string;
}

/** The snapshots of a desktop's disks, which a deletion of it takes along. */
export function DesktopSnapshots({ desktop }: { readonly desktop: Desktop }): ReactNode {
  const { t } = useTranslation('desktops');
  const mayCreate = useMay('BatchCreateDesktopSnapshot');
  const mayDelete = useMay('BatchDeleteDesktopSnapshot');
  const [open, setOpen] = useState<'create' | Doomed>();
  const list = useRead(
    'ListDesktopSnapshot',
    { query: { desktop_id: desktop.desktop_id, limit: 1000 } },
    {
      every: (read) =>
        read?.desktop_snapshots.some(({ status }) => status.endsWith('ing')) ? 1_000 : 10_000,
    },
  );
  const snapshots = list.data?.desktop_snapshots ?? [];
  const close = (): void => setOpen(undefined);
  return (
    <>
      {list.error !== null && <ErrorAlert error={list.error} header={t('snapshots.title')} />}
      <Table
        header={
          <Header
            variant="h2"
            counter={`(${snapshots.length})`}
            actions={
              <Button disabled={!mayCreate} disabledReason={t('mayNot')} onClick={() => setOpen('create')}>
                {t('snapshots.create')}
              </Button>
            }
          >
            {t('snapshots.title')}
          </Header>
        }
        contentDensity="compact"
        loading={list.isPending}
        loadingText={t('loadingMore')}
        items={[...snapshots]}
        trackBy="snapshot_id"
        empty={t('snapshots.none')}
        columnDefinitions={[
          {
            id: 'name',
            header: t('snapshots.name'),
            isRowHeader: true,
            cell: ({ snapshot_name }) => snapshot_name,
          },
          {
            id: 'disk',
            header: t('snapshots.disk'),
            cell: ({ is_system_disk }) => (is_system_disk ? t('resources.system') : t('resources.data')),
          },
          { id: 'status', header: t('snapshots.status'), cell: ({ status }) => t(`snapshots.is.${status}`) },
          {
            id: 'created',
            header: t('snapshots.created'),
            cell: ({ create_time }) => formatTime(create_time),
          },
          { id: 'id', header: 'ID', cell: ({ snapshot_id }) => snapshot_id },
          {
            id: 'delete',
            header: t('deleteDisk.open'),
            cell: ({ snapshot_id: id, snapshot_name: name, status }) =>
              (status === 'available' || status === 'error') && (
                <Button
                  variant="inline-link"
                  ariaLabel={t('snapshots.deleteNamed', { name })}
                  disabled={!mayDelete}
                  disabledReason={t('mayNot')}
                  onClick={() => setOpen({ id, name })}
                >
                  {t('deleteDisk.open')}
                </Button>
              ),
          },
        ]}
      />
      {open === 'create' && <CreateSnapshots desktop={desktop} onClose={close} />}
      {open !== undefined && open !== 'create' && (
        <DeleteSnapshot desktop={desktop} snapshot={open} onClose={close} />
      )}
    </>
  );
}
