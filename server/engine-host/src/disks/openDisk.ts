import { chmod, lchown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Inventory } from '../items/inventory.js';
import type { VolumeRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import type { Places } from '../machine/places.js';
import { canGrowMounted } from './canGrowMounted.js';
import { bytesPerGiB, imageSize, makeImage } from './diskImage.js';
import { growMounted, growUnmounted, mustGrow } from './growDisk.js';
import { encryptUnder, keyStatus } from './kernelKeys.js';
import { mountedDevice, mountImage, unmountImage } from './mountImage.js';

/**
 * Makes a disk ready for its desktop, from wherever an earlier attempt stopped: makes what is missing of a new one,
 * mounts it, unlocks it, lets it grow to its size. It stays so until it is closed.
 * @returns the directory that is the desktop's own
 * @throws {HostFault} `internal`
 */
export function openDisk(inventory: Inventory, disk: VolumeRecord): Promise<string> {
  return inventory.disks.serial.run(disk.id, () => openAlone(inventory, disk));
}

/** Takes a disk out of use: no mount, no loop device, no key in the kernel. @throws {HostFault} naming what holds it */
export function closeDisk(inventory: Inventory, disk: VolumeRecord): Promise<void> {
  return inventory.disks.serial.run(disk.id, () => closeAlone(inventory, disk));
}

/** {@link openDisk} for those who work on the disk already. */
export async function openAlone(inventory: Inventory, disk: VolumeRecord): Promise<string> {
  const { places } = inventory;
  const files = filesOf(places, disk);
  if (disk.form === 'plain') {
    await mkdir(files, { recursive: true, mode: 0o700 });
    await lchown(files, disk.uid, disk.uid);
    return files;
  }
  if (mustGrow(disk) && !canGrowMounted()) {
    await closeAlone(inventory, disk);
    await growUnmounted(inventory, disk);
  }
  if (!(await isOpen(places, disk))) await makeAndUnlock(inventory, disk);
  if (mustGrow(disk)) await growMounted(inventory, disk);
  return files;
}

/** {@link closeDisk} for those who work on the disk already. */
export async function closeAlone({ places }: Inventory, disk: VolumeRecord): Promise<void> {
  if (disk.form === 'plain') return;
  await unmountImage(places.diskImage(disk.short), places.diskMount(disk.short), disk.keyId);
}

function filesOf(places: Places, { form, short }: VolumeRecord): string {
  return join(form === 'plain' ? places.volume(short) : places.diskMount(short), 'files');
}

async function isOpen(places: Places, disk: VolumeRecord): Promise<boolean> {
  const point = places.diskMount(disk.short);
  if (disk.keyId === null || mountedDevice(places.diskImage(disk.short), point) === undefined) return false;
  return (await keyStatus(point, disk.keyId)) === 'present';
}

async function makeAndUnlock({ places, disks }: Inventory, disk: VolumeRecord): Promise<void> {
  const image = places.diskImage(disk.short);
  const point = places.diskMount(disk.short);
  const files = filesOf(places, disk);
  // Only a disk that was never complete may get a key or a file system: another one would not open what is there.
  const isNew = disk.grownTo === 0;
  const known = await imageSize(image);
  if (known === undefined && !isNew)
    throw new HostFault('internal', `the file of the disk is gone: ${image}`);
  const diskKey = await (isNew ? disks.keys.obtain(disk.id) : disks.keys.read(disk.id));
  try {
    if (disk.keyId !== null && disk.keyId !== diskKey.keyId) {
      throw new HostFault('internal', `the key store has another key than that of the disk ${disk.id}`);
    }
    disk.keyId = diskKey.keyId;
    if (known === undefined) await makeImage(image, disk.spec.sizeGiB * bytesPerGiB);
    await mountImage(image, point, known === undefined);
    if (isNew) await mkdir(files, { recursive: true, mode: 0o700 });
    await encryptUnder(diskKey, files);
  } finally {
    diskKey.key.fill(0);
  }
  // The desktop's only now, so that not a byte of it is ever written in the clear.
  await chmod(files, 0o700);
  await lchown(files, disk.uid, disk.uid);
  // It was made in its full size. Whoever made it saves its record.
  if (isNew) disk.grownTo = disk.spec.sizeGiB;
}
