import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { disksOf, nameOfDisk } from '../desktops/disk';
import { useSnapshots } from '../desktops/useSnapshots';

/** What people know a snapshot and its disk by; undefined: it is not known, or no longer. */
export interface RestoredNames {
  readonly snapshot: string | undefined;
  readonly disk: string | undefined;
}

/** The names of what was restored. Receipts have ids only, since names are erased: these are of now. */
export function useRestoredNames(desktopId: string, snapshotId: string): RestoredNames {
  const { t } = useTranslation('desktops');
  const found = useSnapshots(desktopId).data?.desktop_snapshots.find(
    ({ snapshot_id }) => snapshot_id === snapshotId,
  );
  // A desktop that has snapshots is there.
  const desktop = useRead(
    'ShowDesktopDetail',
    { path: { desktop_id: desktopId } },
    { enabled: found !== undefined },
  ).data?.desktop;
  if (found === undefined) return { snapshot: undefined, disk: undefined };
  const disk = desktop === undefined ? undefined : disksOf(desktop).find(({ id }) => id === found.volume_id);
  const kind = t(found.is_system_disk ? 'resources.system' : 'resources.data');
  return {
    snapshot: found.snapshot_name,
    disk: disk === undefined ? kind : `${kind} ${nameOfDisk(disk)}`.trim(),
  };
}
