import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/rights';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { RecordId, Records } from '../layout/Records';
import { CreateSnapshots } from './CreateSnapshots';
import { DeleteSnapshot } from './DeleteSnapshot';
import type { Desktop } from './desktop';
import { disksOf, nameOfDisk } from './disk';
import { OutcomeLink } from './OutcomeLink';
import { RestoreSnapshot } from './RestoreSnapshot';
import { pageOfRestore } from './restoreOf';
import { type Restore, useRestores } from './useRestores';
import { type Snapshot, useSnapshots } from './useSnapshots';

const kinds = {
  creating: 'in-progress',
  available: 'success',
  deleting: 'in-progress',
  error: 'error',
} as const;

/** The snapshots of a desktop's disks, which a deletion of it takes along. */
export function DesktopSnapshots({ desktop }: { readonly desktop: Desktop }): ReactNode {
  const { t } = useTranslation('desktops');
  const mayCreate = useMay('BatchCreateDesktopSnapshot');
  const mayDelete = useMay('BatchDeleteDesktopSnapshot');
  const mayRestore = useMay('BatchRestoreDesktopSnapshot');
  const [open, setOpen] = useState<
    'create' | { readonly to: 'delete' | 'restore'; readonly snapshot: Snapshot }
  >();
  const list = useSnapshots(desktop.desktop_id);
  const snapshots = list.data?.desktop_snapshots ?? [];
  const restores = useRestores(desktop.desktop_id);
  const disks = new Map(disksOf(desktop).map((disk) => [disk.id, disk]));
  const kindOf = ({ is_system_disk }: Snapshot): string =>
    t(is_system_disk ? 'resources.system' : 'resources.data');
  const nameOf = (snapshot: Snapshot): string => {
    const disk = disks.get(snapshot.volume_id);
    return `${kindOf(snapshot)} ${disk === undefined ? '' : nameOfDisk(disk)}`.trim();
  };
  const close = (): void => setOpen(undefined);
  return (
    <>
      {list.error !== null && <ErrorAlert error={list.error} header={t('snapshots.title')} />}
      <Container
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
      >
        {list.isPending ? (
          <Spinner />
        ) : (
          <Records
            label={t('snapshots.title')}
            entries={snapshots}
            idOf={({ snapshot_id }) => snapshot_id}
            empty={t('snapshots.none')}
            columns={[
              {
                id: 'name',
                header: t('snapshots.name'),
                long: true,
                cell: ({ snapshot_name, snapshot_id, description }) => (
                  <>
                    {snapshot_name}
                    {description !== '' && (
                      <Box variant="small" display="block">
                        {description}
                      </Box>
                    )}
                    <RecordId>{snapshot_id}</RecordId>
                  </>
                ),
              },
              {
                id: 'disk',
                header: t('snapshots.disk'),
                cell: (snapshot) => (
                  <>
                    {kindOf(snapshot)}
                    <RecordId>{disks.get(snapshot.volume_id)?.device ?? ''}</RecordId>
                  </>
                ),
              },
              {
                id: 'status',
                header: t('snapshots.status'),
                cell: ({ status }) => (
                  <StatusIndicator type={kinds[status]}>{t(`snapshots.is.${status}`)}</StatusIndicator>
                ),
              },
              {
                id: 'created',
                header: t('snapshots.created'),
                cell: ({ snapshot_id, create_time }) => (
                  <>
                    {formatTime(create_time)}
                    <LastRestore restore={restores.get(snapshot_id)} />
                  </>
                ),
              },
              {
                id: 'actions',
                header: t('resources.actions'),
                cell: (snapshot) => (
                  <SpaceBetween direction="horizontal" size="s">
                    {snapshot.status === 'available' && (
                      <Button
                        variant="inline-link"
                        ariaLabel={t('snapshots.restoreNamed', { name: snapshot.snapshot_name })}
                        disabled={!mayRestore}
                        disabledReason={t('mayNot')}
                        onClick={() => setOpen({ to: 'restore', snapshot })}
                      >
                        {t('snapshots.restore')}
                      </Button>
                    )}
                    {snapshot.status === 'available' || snapshot.status === 'error' ? (
                      <Button
                        variant="inline-link"
                        ariaLabel={t('snapshots.deleteNamed', { name: snapshot.snapshot_name })}
                        disabled={!mayDelete}
                        disabledReason={t('mayNot')}
                        onClick={() => setOpen({ to: 'delete', snapshot })}
                      >
                        {t('deleteDisk.open')}
                      </Button>
                    ) : (
                      t('none')
                    )}
                  </SpaceBetween>
                ),
              },
            ]}
          />
        )}
      </Container>
      {open === 'create' && <CreateSnapshots desktop={desktop} onClose={close} />}
      {open !== undefined && open !== 'create' && (
        <Ask {...open} desktop={desktop} disk={nameOf(open.snapshot)} onClose={close} />
      )}
    </>
  );
}

/** When the disk was last put back to a snapshot, and the way to the receipt. */
function LastRestore({ restore }: { readonly restore: Restore | undefined }): ReactNode {
  const { t } = useTranslation('desktops');
  if (restore === undefined) return null;
  return (
    <OutcomeLink page={pageOfRestore(restore)}>
      {t('snapshots.restored', { time: formatTime(restore.begin_time) })}
    </OutcomeLink>
  );
}

interface AskProps {
  readonly to: 'delete' | 'restore';
  readonly desktop: Desktop;
  readonly snapshot: Snapshot;
  readonly disk: string;
  readonly onClose: () => void;
}

function Ask({ to, ...about }: AskProps): ReactNode {
  return to === 'delete' ? <DeleteSnapshot {...about} /> : <RestoreSnapshot {...about} />;
}
