import { lstat } from 'node:fs/promises';
import { systemCode } from '../machine/fault.js';
import { isAtOrBelow, mountsEverywhere } from '../machine/mounts.js';
import type { Places } from '../machine/places.js';
import { run } from '../machine/run.js';
import { loopDevicesOf } from './loopDevices.js';

const removalTimeoutMs = 600_000;

/**
 * Deletes those of some directory trees that are there. A guest may have been free to put anything there: trees deeper than a path
 * can be long, names that are no text, links to the host's files. GNU rm walks by directory handles, follows no link
 * and, here, no other file system.
 * @throws {HostFault} when something does not go
 */
export async function removeTree(...paths: readonly string[]): Promise<void> {
  const there: string[] = [];
  for (const path of paths) if ((await pathLeftover(path)).length > 0) there.push(path);
  if (there.length === 0) return;
  await run('rm', ['-rf', '--one-file-system', '--', ...there], { timeoutMs: removalTimeoutMs });
}

/** What is still there of a disk but for its key, in words: files, loop devices, mounts in every mount namespace. */
export async function diskLeftovers(places: Places, short: string): Promise<string[]> {
  const image = places.diskImage(short);
  const mount = places.diskMount(short);
  const left = [
    ...(await pathLeftover(image)),
    ...(await pathLeftover(places.volume(short))),
    ...(await pathLeftover(mount)),
    ...loopDevicesOf(image).map((each) => `loop device ${each.name}`),
  ];
  // No mount outlives its directory or its loop device, in no namespace: when both are gone, there is none to look for.
  return left.length === 0 ? [] : [...left, ...mountsAnywhereBelow(mount)];
}

/** The path, in words, if anything is there, even a dangling link. */
export async function pathLeftover(path: string): Promise<string[]> {
  try {
    await lstat(path);
    return [`path ${path}`];
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function mountsAnywhereBelow(path: string): string[] {
  return mountsEverywhere().flatMap(({ pid, own, mounts }) =>
    mounts
      .filter(({ point }) => isAtOrBelow(point, path))
      .map(({ point }) => `mount ${point}${own ? '' : ` in the namespace of process ${pid}`}`),
  );
}
