import { mkdir, stat } from 'node:fs/promises';
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
  await mkdir(path, { mode: 0o700 }).catch(async (error: NodeJS.ErrnoException) => {
    // Somebody else who needs it has made it meanwhile.
    if (error.code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
  });
}
