import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a directory (0700) and the missing ones above it. Not by `mkdir(…, { recursive: true })`: below a file system that
 * refuses new directories with ENOENT, such as /proc, Node 20 tries that for ever.
 * @param path absolute
 * @throws {NodeJS.ErrnoException} when one of them cannot be made, or is not a directory
 */
export async function makeDirectories(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found?.isDirectory() === true) return;
  if (found === undefined && dirname(path) !== path) await makeDirectories(dirname(path));
  await mkdir(path, { mode: 0o700 });
}

/**
 * Makes a directory of our own that other users may pass through, whatever the umask; one that was made without that is opened.
 * @param path absolute; the directory above it is there
 * @throws {NodeJS.ErrnoException} when it cannot be made or opened
 */
export async function makePassable(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o755 });
  const { mode } = await stat(path);
  if ((mode & 0o001) === 0) await chmod(path, 0o755);
}
