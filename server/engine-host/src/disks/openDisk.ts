import { chmod, lchown, mkdir } from 'node:fs/promises';
import type { Inventory } from '../items/inventory.js';
import type { VolumeRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import type { Places } from '../machine/places.js';
import { bytesPerGiB, imageSize, makeImage } from './diskImage.js';
import { growFileSystem } from './growDisk.js';
import { encryptUnder, keyStatus } from './kernelKeys.js';
import { mountedDevice, mountImage, unmountImage } from './mountImage.js';

/**
 * Makes a disk ready for its desktop, from wherever an earlier attempt stopped: makes what is missing of a new one,
 * mounts it, unlocks it, lets it grow to its size. It stays so when the desktop stops.
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
  const files = places.diskFiles(disk.short);
  if (disk.form === 'plain') {
    await mkdir(files, { recursive: true, mode: 0o700 });
    await lchown(files, disk.uid, disk.uid);
    return files;
  }
  if (!(await isOpen(places, disk))) await makeAndUnlock(inventory, disk);
  await growFileSystem(inventory, disk);
  return files;
}

/** {@link closeDisk} for those who work on the disk already. */
export async function closeAlone({ places }: Inventory, disk: VolumeRecord): Promise<void> {
  if (disk.form === 'plain') return;
  await unmountImage(places.diskImage(disk.short), places.volume(disk.short), disk.keyId);
}

async function isOpen(places: Places, disk: VolumeRecord): Promise<boolean> {
  const point = places.volume(disk.short);
  if (disk.keyId === null || mountedDevice(places.diskImage(disk.short), point) === undefined) return false;
  return (await keyStatus(point, disk.keyId)) === 'present';
}

async function makeAndUnlock({ places, disks }: Inventory, disk: VolumeRecord): Promise<void> {
  const image = places.diskImage(disk.short);
  const point = places.volume(disk.short);
  const files = places.diskFiles(disk.short);
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
    await mountImage(image, point);
    if (isNew) await mkdir(files, { recursive: true, mode: 0o700 });
    await encryptUnder(diskKey, files);
  } finally {
    diskKey.key.fill(0);
  }
  // The desktop's only now, so that not a byte of it is ever written in the clear.
  await chmod(files, 0o700);
  await lchown(files, disk.uid, disk.uid);
}
