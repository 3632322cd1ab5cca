import type { Inventory } from '../items/inventory.js';
import type { VolumeRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { run } from '../machine/run.js';
import { bytesPerGiB, imageSize, resizeFile } from './diskImage.js';
import { mountedDevice } from './mountImage.js';

const growingTimeoutMs = 600_000;

/** Whether a complete disk is smaller than it is to be: it has been asked to grow, or was put back to a snapshot. */
export function mustGrow(disk: VolumeRecord): boolean {
  return disk.grownTo > 0 && disk.grownTo < disk.spec.sizeGiB;
}

/**
 * Lets the file system of a mounted disk grow to the size in its record, also while its desktop runs, from wherever an
 * earlier attempt stopped.
 * @throws {HostFault} `internal`
 */
export async function growMounted(inventory: Inventory, disk: VolumeRecord): Promise<void> {
  const image = inventory.places.diskImage(disk.short);
  const device = mountedDevice(image, inventory.places.diskMount(disk.short));
  if (device === undefined) throw new HostFault('internal', `the disk ${image} is not mounted`);
  await growFile(image, disk);
  await run('losetup', ['--set-capacity', `/dev/${device.name}`]);
  await run('resize2fs', [`/dev/${device.name}`], { timeoutMs: growingTimeoutMs });
  await noteGrown(inventory, disk);
}

/** Like {@link growMounted}, for a disk that is not mounted. @throws {HostFault} `internal` */
export async function growUnmounted(inventory: Inventory, disk: VolumeRecord): Promise<void> {
  const image = inventory.places.diskImage(disk.short);
  await growFile(image, disk);
  // resize2fs insists on a full check before.
  await run('e2fsck', ['-f', '-p', image], {
    timeoutMs: growingTimeoutMs,
    good: [0, 1, 2],
  });
  await run('resize2fs', [image], { timeoutMs: growingTimeoutMs });
  await noteGrown(inventory, disk);
}

async function growFile(image: string, disk: VolumeRecord): Promise<void> {
  const bytes = disk.spec.sizeGiB * bytesPerGiB;
  const known = await imageSize(image);
  if (known === undefined) throw new HostFault('internal', `the file of the disk is gone: ${image}`);
  if (known.size < bytes) await resizeFile(image, bytes);
}

async function noteGrown(inventory: Inventory, disk: VolumeRecord): Promise<void> {
  disk.grownTo = disk.spec.sizeGiB;
  await inventory.save(disk);
}
