import { randomBytes } from 'node:crypto';
import { lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncDirectory } from '../items/records.js';
import { systemCode } from '../machine/fault.js';
import { run } from '../machine/run.js';

export const bytesPerGiB = 2 ** 30;

const makingTimeoutMs = 120_000;
const draftMark = '.draft-';

/** Makes an image file with an empty ext4 file system that can encrypt: sparse, so it takes a few MiB at first. */
export async function makeImage(path: string, bytes: number): Promise<void> {
  await replaceImage(path, async (draft) => {
    await resizeFile(draft, bytes);
    // No blocks for root alone: the whole size is the desktop's.
    const words = [
      '-q',
      '-F',
      '-m',
      '0',
      '-O',
      'encrypt',
      '-E',
      'lazy_itable_init=1,lazy_journal_init=1,nodiscard',
    ];
    await run('mkfs.ext4', [...words, '--', draft], { timeoutMs: makingTimeoutMs });
  });
}

/**
 * Puts a new image file in the place of an old one or of none: after a crash at any moment there is the old or the new.
 * @param write fills a file that does not exist yet
 */
export async function replaceImage(path: string, write: (draft: string) => Promise<void>): Promise<void> {
  await removeDrafts(path);
  // A program that outlives a killed engine host still writes to its own draft only.
  const draft = `${path}${draftMark}${randomBytes(6).toString('hex')}`;
  try {
    await write(draft);
    await syncFile(draft);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncDirectory(dirname(path));
}

/** Removes an image file and what a killed engine host left of its making. */
export async function removeImage(path: string): Promise<void> {
  await rm(path, { force: true });
  await removeDrafts(path);
  await syncDirectory(dirname(path));
}

/** The size of an image file and what it really takes, in bytes; undefined when there is none. */
export async function imageSize(path: string): Promise<{ size: number; taken: number } | undefined> {
  try {
    const { size, blocks } = await lstat(path);
    return { size, taken: blocks * 512 };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Gives a file a size, sparse where it grows; makes it if there is none. */
export async function resizeFile(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    await file.truncate(bytes);
  } finally {
    await file.close();
  }
}

async function removeDrafts(path: string): Promise<void> {
  const dir = dirname(path);
  for (const name of await readdir(dir)) {
    if (name.startsWith(`${basename(path)}${draftMark}`)) await rm(join(dir, name), { force: true });
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
