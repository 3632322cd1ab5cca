import { lchown, lstat, mkdir } from 'node:fs/promises';
import type { VolumeRecord } from '../items/records.js';
import { systemCode } from '../machine/fault.js';
import { mountsBelow } from '../machine/mounts.js';
import type { Places } from '../machine/places.js';
import { run } from '../machine/run.js';

const removalTimeoutMs = 600_000;

/** Makes the disk: an empty directory that only the desktop's own user may enter. */
export async function makeVolume(places: Places, record: VolumeRecord): Promise<void> {
  const dir = places.volume(record.short);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await lchown(dir, record.uid, record.uid);
}

/**
 * Deletes a disk with all its files. The guest was free to put anything there: trees deeper than a path can be long,
 * names that are no text, links to the host's files. GNU rm walks by directory handles, follows no link and, here, no
 * other file system.
 * @throws {HostFault} when something does not go
 */
export async function removeVolume(places: Places, short: string): Promise<void> {
  await removeTree(places.volume(short));
}

/** Deletes a directory tree if there is one, following nothing out of it. @throws {HostFault} */
export async function removeTree(path: string): Promise<void> {
  await run('rm', ['-rf', '--one-file-system', '--', path], { timeoutMs: removalTimeoutMs });
}

/** What is still there of a disk, in words. */
export async function volumeLeftovers(places: Places, short: string): Promise<string[]> {
  const dir = places.volume(short);
  return [...(await pathLeftover(dir)), ...(await mountsBelow(dir)).map((point) => `mount ${point}`)];
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
