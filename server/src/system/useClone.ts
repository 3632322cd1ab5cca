import { open } from 'node:fs/promises';
import { errorCode, StartError } from './errorCode.js';
import type { FileLock } from './fileLock.js';
import { runCommand } from './runCommand.js';

/**
 * Says that this process uses the packages and programs of a clone, so that nobody takes them away meanwhile: an installation
 * (scripts/setup/install.mjs) replaces nothing then. A kernel lock on the directory, shared by all who use it; it ends with
 * this process, whatever ends it.
 * @throws {StartError} when they are being replaced at the moment, or the program `flock` is missing
 */
export async function useClone(cloneDir: string): Promise<FileLock> {
  const directory = await open(cloneDir, 'r');
  try {
    const { code } = await runCommand('flock', ['--shared', '--nonblock', '3'], {
      descriptors: [directory.fd],
    });
    if (code === 0) return { release: () => directory.close() };
  } catch (error) {
    await directory.close();
    if (errorCode(error) !== 'ENOENT') throw error;
    throw new StartError('The program "flock" is missing. Install the package util-linux.');
  }
  await directory.close();
  throw new StartError(
    `Another program is installing the npm packages of ${cloneDir}. Start again when it is done.`,
  );
}
