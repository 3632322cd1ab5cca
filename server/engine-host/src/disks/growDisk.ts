import type { Inventory } from '../items/inventory.js';
import type { VolumeRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { run } from '../machine/run.js';
import { bytesPerGiB, imageSize, resizeFile } from './diskImage.js';
import { mountedDevice } from './mountImage.js';

const growingTimeoutMs = 300_000;

/**
 * Lets the file system of a mounted disk grow to the size in its record, also while its desktop runs, from wherever an
 * earlier attempt stopped.
 * @throws {HostFault} `internal`
 */
export async function growFileSystem(inventory: Inventory, disk: VolumeRecord): Promise<void> {
  const { places } = inventory;
  const { sizeGiB } = disk.spec;
  if (disk.grownTo === sizeGiB) return;
  // A new one is made in its full size; whoever made it saves its record.
  const isNew = disk.grownTo === 0;
  disk.grownTo = sizeGiB;
  if (isNew) return;
  try {
    await grow(places.diskImage(disk.short), places.volume(disk.short), sizeGiB * bytesPerGiB);
  } catch (error) {
    disk.grownTo = 1;
    throw error;
  }
  await inventory.save(disk);
}

async function grow(image: string, point: string, bytes: number): Promise<void> {
  const device = mountedDevice(image, point);
  const known = await imageSize(image);
  if (device === undefined || known === undefined) throw new HostFault('internal', `${image} is not mounted`);
  if (known.size < bytes) await resizeFile(image, bytes);
  await run('losetup', ['--set-capacity', `/dev/${device.name}`]);
  await run('resize2fs', [`/dev/${device.name}`], { timeoutMs: growingTimeoutMs });
}
