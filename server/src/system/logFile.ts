import { constants } from 'node:fs';
import { copyFile, type FileHandle, open, rm, stat, truncate } from 'node:fs/promises';
import { errorCode } from './errorCode.js';

/** A log is cut when it has grown past this; one older part is kept beside it as `<name>.1`. */
const largestLog = 10 * 1024 * 1024;

/**
 * Opens a log for a child to write to by itself: appending, so that it can be cut while in use, and no pipe, so that
 * the child can go on writing when its parent is gone.
 */
export function openLog(path: string): Promise<FileHandle> {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  return open(path, flags, 0o600);
}

/**
 * Cuts a log that has grown too large. Lines written in the instant between copy and cut are lost. On a full disk, where
 * there is no room for the older part, that part goes, and the log stays as it is if there is none even then.
 */
export async function capLog(path: string, largest = largestLog): Promise<void> {
  if ((await logSize(path)) <= largest) return;
  const older = `${path}.1`;
  try {
    await copyFile(path, older);
  } catch (error) {
    if (!isFull(error)) throw error;
    await rm(older, { force: true });
    return;
  }
  await truncate(path, 0);
}

function isFull(error: unknown): boolean {
  return errorCode(error) === 'ENOSPC' || errorCode(error) === 'EDQUOT';
}

/** Length of a log in bytes; 0 when there is none. */
export async function logSize(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** The last lines that were written after an offset, at most `lines` and 8 KiB of them. */
export async function readLogTail(path: string, offset: number, lines = 10): Promise<string> {
  const size = await logSize(path);
  const from = Math.max(Math.min(offset, size), size - 8192);
  if (size === from) return '';
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    return buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n').slice(-lines).join('\n');
  } finally {
    await file.close();
  }
}
