import { readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServiceUser } from '../maintenance/openDatabase.js';
import { prepareRuntimeDirectory, removeRuntimeDirectory } from '../supervisor/runtimeDirectory.js';
import { isHeld, takeFileLock } from '../system/fileLock.js';

/** What the directories of scratch installations begin with. */
export const scratchPrefix = 'deskplane-run-';

/** One that is younger may be just starting, its lock not taken yet. */
const leastAgeMs = 60_000;

/**
 * Takes away scratch installations of this user whose command was killed before it could do so. Their processes have ended with it.
 * @param xdgRuntimeDir where their sockets are, if not in the usual place
 */
export async function removeLeftovers(xdgRuntimeDir: string | undefined): Promise<void> {
  const place = await realpath(tmpdir()).catch(() => undefined);
  if (place === undefined) return;
  const names = (await readdir(place).catch(() => [])).filter((name) => name.startsWith(scratchPrefix));
  // What cannot be taken away now harms nobody, and least of all the one that is starting.
  for (const name of names) await removeLeftover(join(place, name), xdgRuntimeDir).catch(() => undefined);
}

async function removeLeftover(path: string, xdgRuntimeDir: string | undefined): Promise<void> {
  const found = await stat(path);
  if (found.uid !== process.getuid?.() || found.mtimeMs > Date.now() - leastAgeMs) return;
  const own = join(path, 'supervisor');
  if ((await stat(own).catch(() => undefined)) === undefined)
    return rm(path, { recursive: true, force: true });
  const lock = await takeFileLock(join(own, 'lock'));
  if (isHeld(lock)) return;
  try {
    const instanceId = (await readFile(join(own, 'instance-id'), 'utf8')).trim();
    if (/^[0-9a-f]{8}$/.test(instanceId))
      await removeRuntimeDirectory(
        await prepareRuntimeDirectory({ path, instanceId }, await findServiceUser(), xdgRuntimeDir),
      );
    // What wrote there last may be ending just now.
    await rm(path, { recursive: true, force: true, maxRetries: 5 });
  } finally {
    await lock.release();
  }
}
