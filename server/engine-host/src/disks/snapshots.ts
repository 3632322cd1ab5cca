import { type Inventory, isVolume } from '../items/inventory.js';
import type { SnapshotRecord, VolumeRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { run } from '../machine/run.js';
import { imageSize, replaceImage } from './diskImage.js';
import { mountedDevice } from './mountImage.js';
import { closeAlone, openAlone } from './openDisk.js';
import { refuseUse } from './room.js';

/**
 * Makes a snapshot: a sparse copy of the disk's file, of one moment. A running desktop's writes wait while it is made,
 * which takes as long as the copy does unless the machine's file system can share blocks.
 * @throws {HostFault} `capacity` when the machine's reserve would be touched; `conflict` when one of the two goes meanwhile
 */
export function makeSnapshot(inventory: Inventory, snapshot: SnapshotRecord): Promise<void> {
  const { places, disks } = inventory;
  return disks.serial.run(snapshot.spec.volume.id, async () => {
    const path = places.snapshotImage(snapshot.short);
    if ((await imageSize(path)) !== undefined) return;
    const disk = diskOf(inventory, snapshot);
    const image = places.diskImage(disk.short);
    refuseUse(inventory, (await imageSize(image))?.taken ?? 0, 'a snapshot');
    const point = places.diskMount(disk.short);
    const isMounted = mountedDevice(image, point) !== undefined;
    try {
      if (isMounted) await run('fsfreeze', ['--freeze', point]);
      await replaceImage(path, (draft) => disks.copies.copy(image, draft, [disk, snapshot]));
    } finally {
      if (isMounted) await thaw(point);
    }
  });
}

/**
 * Puts a disk back to what it was when the snapshot was made; it keeps its size. After a crash at any moment it is as
 * before or as in the snapshot.
 * @param refuse throws when the disk is in use; asked when nothing else works on the disk
 * @throws {HostFault} `capacity` when the machine's reserve would be touched; `conflict` when one of the two goes meanwhile
 */
export function restoreSnapshot(
  inventory: Inventory,
  snapshot: SnapshotRecord,
  refuse: () => void,
): Promise<void> {
  const { places, disks } = inventory;
  return disks.serial.run(snapshot.spec.volume.id, async () => {
    const disk = diskOf(inventory, snapshot);
    refuse();
    const from = places.snapshotImage(snapshot.short);
    refuseUse(inventory, (await imageSize(from))?.taken ?? 0, 'a restored disk');
    await closeAlone(inventory, disk);
    // The disk may have grown since: it will have to do so again.
    disk.grownTo = 1;
    await inventory.save(disk);
    await replaceImage(places.diskImage(disk.short), (draft) =>
      disks.copies.copy(from, draft, [disk, snapshot]),
    );
    // Whether it opens shows now, not at the next start.
    await openAlone(inventory, disk);
    if (inventory.usersOf(disk).length > 0) await closeAlone(inventory, disk);
  });
}

/** Lets a disk be written to again that a killed engine host left frozen. @throws {HostFault} `internal` */
export function thawDisk(inventory: Inventory, disk: VolumeRecord): Promise<void> {
  return inventory.disks.serial.run(disk.id, () => thawAlone(inventory, disk));
}

/** {@link thawDisk} for those who work on the disk already. */
export async function thawAlone({ places }: Inventory, disk: VolumeRecord): Promise<void> {
  const point = places.diskMount(disk.short);
  if (mountedDevice(places.diskImage(disk.short), point) !== undefined) await thaw(point);
}

async function thaw(point: string): Promise<void> {
  // It fails, and nothing else goes wrong, where nothing is frozen.
  await run('fsfreeze', ['--unfreeze', point], { good: [0, 1] });
}

function diskOf(inventory: Inventory, { spec }: SnapshotRecord): VolumeRecord {
  const disk = inventory.byId('volume', spec.volume.id);
  if (disk === undefined || !isVolume(disk) || disk.generation !== spec.volume.generation) {
    throw new HostFault('not-found', `the disk ${spec.volume.id} of the snapshot is not there any more`);
  }
  return disk;
}
