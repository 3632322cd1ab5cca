import { mkdir, rmdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { HostFault, systemCode } from '../machine/fault.js';
import { type Mount, mountsEverywhere, ownMounts } from '../machine/mounts.js';
import { run } from '../machine/run.js';
import { dropKey } from './kernelKeys.js';
import { type LoopDevice, loopDevicesOf } from './loopDevices.js';

const closingDeadlineMs = 10_000;
const checkTimeoutMs = 600_000;
// Corrected (1), or corrected and to be mounted anew (2), which it is.
const checkedWell = [0, 1, 2];

/** The loop device by which an image file is mounted at a directory, or undefined when it is not. */
export function mountedDevice(image: string, point: string): LoopDevice | undefined {
  const top = ownMounts().findLast((each) => each.point === point);
  return loopDevicesOf(image).find((each) => !each.deleted && each.number === top?.device);
}

/**
 * Mounts an image file at a directory, which is made. A file system that was not closed well is put in order before:
 * its journal is replayed, and all of it is checked if the kernel had found an error in it.
 * @param isNew it was just made and needs no look
 * @throws {HostFault} `internal`, also when it needs a hand that no program may lend
 */
export async function mountImage(image: string, point: string, isNew: boolean): Promise<void> {
  if (mountedDevice(image, point) !== undefined) return;
  await mkdir(point, { recursive: true, mode: 0o700 });
  if (!isNew && loopDevicesOf(image).length === 0)
    await run('e2fsck', ['-p', image], { timeoutMs: checkTimeoutMs, good: checkedWell });
  // Discarding gives room that the desktop frees back to the machine. With an error in it the disk stays as it is.
  const options = 'loop,nosuid,nodev,noatime,discard,errors=remount-ro';
  await run('mount', ['-i', '-t', 'ext4', '-o', options, '--', image, point]);
}

/**
 * Takes an image file out of use: unmounts it in every mount namespace, has the kernel drop its key, detaches its loop
 * devices. Nothing happens where it is not in use.
 * @throws {HostFault} `internal` naming what holds it
 */
export async function unmountImage(image: string, point: string, keyId: string | null): Promise<void> {
  const end = performance.now() + closingDeadlineMs;
  for (;;) {
    const fault = await tryToUnmount(image, point, keyId);
    if (fault === undefined) break;
    // A program that is just starting elsewhere holds copies of all mounts for a moment.
    if (performance.now() > end) throw fault;
    await pause(20);
  }
  try {
    await rmdir(point);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

async function tryToUnmount(
  image: string,
  point: string,
  keyId: string | null,
): Promise<HostFault | undefined> {
  try {
    if (await unmountOnly(image, point, keyId)) return undefined;
    await unmountElsewhere(image, point);
    while (ownMounts().some((each) => each.point === point)) {
      if (keyId !== null) await forgetKey(point, keyId);
      await run('umount', ['-i', '--', point]);
    }
    const left = loopDevicesOf(image);
    if (left.length === 0) return undefined;
    for (const each of left) await run('losetup', ['--detach', `/dev/${each.name}`]);
    const still = loopDevicesOf(image);
    if (still.length === 0) return undefined;
    return new HostFault(
      'internal',
      `still in use: ${still.map((each) => `loop device ${each.name}`).join(', ')}`,
    );
  } catch (error) {
    if (error instanceof HostFault) return error;
    throw error;
  }
}

/**
 * Unmounts an image that is mounted at its usual place only, as nearly all are, without a look at every mount namespace:
 * the kernel keeps the loop device as long as the image is mounted in any, and detaches it by itself with the last mount.
 * @returns whether it is out of use; false also when there is more to do
 */
async function unmountOnly(image: string, point: string, keyId: string | null): Promise<boolean> {
  const numbers = new Set(loopDevicesOf(image).map((each) => each.number));
  const mounts = ownMounts().filter((each) => each.point === point || numbers.has(each.device));
  if (mounts.length > 1 || mounts.some((each) => each.point !== point)) return false;
  if (mounts.length === 0) return numbers.size === 0;
  if (keyId !== null && (await dropKey(point, keyId)) !== 'absent') return false;
  await run('umount', ['-i', '--', point]);
  return loopDevicesOf(image).length === 0;
}

async function unmountElsewhere(image: string, point: string): Promise<void> {
  const numbers = new Set(loopDevicesOf(image).map((each) => each.number));
  const concerns = (mount: Mount) => numbers.has(mount.device);
  for (const { pid, own, mounts } of mountsEverywhere()) {
    // The last mount made goes first. The own one at the usual place is still needed to have the key dropped.
    for (const mount of mounts.filter(concerns).toReversed()) {
      if (own && mount.point === point) continue;
      const where = own ? [] : ['--namespace', `/proc/${pid}/ns/mnt`];
      await run('umount', ['-i', ...where, '--', mount.point]);
    }
  }
}

async function forgetKey(point: string, keyId: string): Promise<void> {
  if ((await dropKey(point, keyId)) === 'absent') return;
  throw new HostFault(
    'internal',
    `files on the disk ${point} are still open, so the kernel still holds its key`,
  );
}
