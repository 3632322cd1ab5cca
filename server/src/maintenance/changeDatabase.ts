import { dirname } from 'node:path';
import { currentDirectory } from '../system/currentDirectory.js';
import { describeWriteFailure, errorCode, StartError } from '../system/errorCode.js';
import { isHeld } from '../system/fileLock.js';
import { ownCommands } from '../system/ownCommand.js';
import { isRoot } from '../system/systemUsers.js';
import { copyTombstones } from '../tombstones/keepTombstones.js';
import {
  findServiceUser,
  type Installation,
  lockData,
  type MaintenanceOptions,
  withDatabase,
} from './openDatabase.js';

/**
 * {@link withDatabase} for commands that change something. What they end for good is in the file of tombstones before they say
 * that they are done: a backup that is restored afterwards must not bring it back (S9). While a service runs on the data
 * directory, its keeper copies that within a second, and it alone writes the file.
 * @throws {StartError} also when the file cannot be written; what was done stays done
 */
export async function changeDatabase<Result>(
  options: MaintenanceOptions,
  work: (installation: Installation) => Promise<Result>,
): Promise<Result> {
  return withDatabase(options, async (installation) => {
    const result = await work(installation);
    await keepEnds(options, installation);
    return result;
  });
}

async function keepEnds(options: MaintenanceOptions, installation: Installation): Promise<void> {
  if (installation.locked) return copyEnds(options, installation);
  const lock = await lockData(dirname(installation.tombstonesPath));
  if (lock !== undefined && isHeld(lock)) return;
  try {
    await copyEnds(options, installation);
  } finally {
    await lock?.release();
  }
}

async function copyEnds(
  { cloneDir, progress }: MaintenanceOptions,
  installation: Installation,
): Promise<void> {
  const { pool, tombstonesPath: path } = installation;
  const { deskplane } = ownCommands({
    cloneDir,
    cwd: currentDirectory(process.env),
    searchPath: process.env['PATH'],
  });
  const owner = isRoot() ? await findServiceUser() : undefined;
  try {
    const older = await copyTombstones({ pool, path, deskplane, owner });
    // Told now, since the next start would be the first to tell it.
    if (older !== undefined) progress(older.message);
  } catch (error) {
    if (error instanceof StartError) throw error;
    // Without a data directory no service has run here: the first one that does copies everything at its start.
    if (errorCode(error) === 'ENOENT') return;
    const described = describeWriteFailure(path, error);
    if (!(described instanceof StartError)) throw error;
    throw new StartError(
      `Done, but cannot write the tombstones to ${path}: ${described.message} The next start writes them.`,
      { cause: error },
    );
  }
}
