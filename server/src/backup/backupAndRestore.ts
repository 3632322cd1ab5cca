import { constants } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type pg from 'pg';
import { realAmbient } from '../ambient.js';
import { migrate } from '../database/migrate.js';
import { type CredentialsState, checkCredentials } from '../iam/rootAccount/checkCredentials.js';
import { changeDatabase } from '../maintenance/changeDatabase.js';
import {
  type MaintenanceRequest,
  maintenanceOptions,
  refuseOlderTables,
} from '../maintenance/maintenanceOptions.js';
import { type Installation, withDatabase } from '../maintenance/openDatabase.js';
import { createPasswords } from '../secrets/passwords.js';
import { randomPassword } from '../secrets/randomText.js';
import { currentDirectory } from '../system/currentDirectory.js';
import { describeWriteFailure, errorCode, StartError } from '../system/errorCode.js';
import { numberTombstones, readTombstoneState } from '../tombstones/numberTombstones.js';
import type { Tombstone } from '../tombstones/tombstone.js';
import { readTombstones } from '../tombstones/tombstoneFile.js';
import { checkBackup } from './readBackup.js';
import { type ReplayedInto, type Restored, replayInto, restoreBackup } from './restoreBackup.js';
import { type BackupSummary, writeBackup } from './writeBackup.js';

export interface MadeBackup extends BackupSummary {
  readonly tombstonesPath: string;
  readonly masterKeyPath: string;
}

/**
 * `deskplane backup FILE`: everything in the database, as of one moment, while the service goes on. The file is made anew,
 * readable by its owner only (0600), and has its name only once it is complete.
 *
 * Not in it: the master key, without which the secrets in the backup cannot be opened, and what ended after it, which is
 * in `tombstones.jsonl` of the data directory. The key is to be kept elsewhere than the backups: together they open every
 * secret.
 * @returns also where these two are
 * @throws {StartError} when there is such a file, or the database cannot be read
 */
export async function makeBackup(
  request: MaintenanceRequest & { readonly file: string },
): Promise<MadeBackup> {
  const path = resolve(currentDirectory(process.env), request.file);
  const options = await maintenanceOptions(request, true);
  return withDatabase(options, async ({ pool, tombstonesPath, masterKeyPath }) => {
    await refuseOlderTables(pool);
    const draft = `${path}.partial`;
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const file = await open(draft, flags, 0o600).catch((error: unknown) => {
      throw errorCode(error) === 'EEXIST'
        ? new StartError(
            `${draft} exists already: another backup is running, or an earlier one was interrupted. Remove the file.`,
          )
        : errorCode(error) === 'ENOENT'
          ? new StartError(`There is no directory ${dirname(path)}.`)
          : describeWriteFailure(dirname(path), error);
    });
    try {
      const summary = await writeBackup(pool, file);
      await file.close();
      await link(draft, path);
      return { ...summary, tombstonesPath, masterKeyPath };
    } catch (error) {
      if (errorCode(error) === 'EEXIST')
        throw new StartError(`${path} exists already. Nothing was overwritten.`);
      throw describeWriteFailure(path, error);
    } finally {
      await file.close();
      await rm(draft, { force: true });
    }
  });
}

export interface RestoreRequest extends MaintenanceRequest {
  readonly file: string;
  /** The file of what has ended for good; undefined: the one in the data directory. */
  readonly tombstones: string | undefined;
  /** Restore even if there is no such file, or an older one: whatever was deleted after the backup comes back to life. */
  readonly withoutTombstones: boolean;
}

/** How the user at the terminal gets in afterwards. */
export interface CredentialsFound {
  readonly credentials: CredentialsState;
  readonly credentialsPath: string;
}

/**
 * `deskplane restore FILE`: a backup into a new database, and then the end of everything that has ended since.
 * @throws {StartError} when the service runs, the database is not empty, the backup is not whole, or the file of tombstones is
 * older than it
 */
export async function restore(request: RestoreRequest): Promise<Restored & CredentialsFound> {
  const path = resolve(currentDirectory(process.env), request.file);
  await checkBackup(path);
  return changeDatabase(await maintenanceOptions(request, false), async (installation) => {
    const stones = await findStones(request.tombstones, installation);
    if (stones === undefined && !request.withoutTombstones) {
      throw new StartError(
        `There is no tombstone file ${request.tombstones ?? installation.tombstonesPath}. Without it, ` +
          'the restore undoes every deletion made after the backup. Pass a copy with --tombstones FILE, or ' +
          'accept this with --without-tombstones. Nothing was restored.',
      );
    }
    await migrate(installation.pool);
    const parts = await partsOf(installation.pool);
    const restored = await restoreBackup(parts, path, stones, request.withoutTombstones);
    await settle(installation, request.tombstones === undefined ? stones : undefined);
    return { ...restored, ...(await findCredentials(parts, installation)) };
  });
}

/**
 * `deskplane restore --replay`: for a database that was put back by other means: ends again what has ended since.
 * @throws {StartError} when a service runs on it, or the file is of another database
 */
export async function replay(
  request: MaintenanceRequest & { readonly tombstones: string | undefined },
): Promise<ReplayedInto & CredentialsFound> {
  return changeDatabase(await maintenanceOptions(request, false), async (installation) => {
    const stones = await findStones(request.tombstones, installation);
    if (stones === undefined)
      throw new StartError(
        `There is no tombstone file ${request.tombstones ?? installation.tombstonesPath}.`,
      );
    await migrate(installation.pool);
    const parts = await partsOf(installation.pool);
    const replayed = await replayInto(parts, stones);
    await settle(installation, request.tombstones === undefined ? stones : undefined);
    return { ...replayed, ...(await findCredentials(parts, installation)) };
  });
}

async function findStones(
  named: string | undefined,
  installation: Installation,
): Promise<Tombstone[] | undefined> {
  return readTombstones(
    named === undefined ? installation.tombstonesPath : resolve(currentDirectory(process.env), named),
  );
}

async function partsOf(pool: pg.Pool) {
  const passwords = await createPasswords(realAmbient);
  return { pool, passwords, lockedPasswordHash: await passwords.hash(randomPassword(realAmbient)) };
}

async function findCredentials(
  { pool, passwords }: Awaited<ReturnType<typeof partsOf>>,
  { credentialsPath }: Installation,
): Promise<CredentialsFound> {
  return { credentials: await checkCredentials(pool, passwords, credentialsPath), credentialsPath };
}

/**
 * Numbers what was replayed. As a rule that leads to the file's own history again; where the database had gone on by itself
 * it does not, and the file, now all in the database, makes room for a new one.
 */
async function settle(
  { pool, tombstonesPath }: Installation,
  own: readonly Tombstone[] | undefined,
): Promise<void> {
  let numbered: number;
  do numbered = await numberTombstones(pool);
  while (numbered > 0);
  const last = own?.at(-1);
  if (last === undefined) return;
  const { hashAt } = await readTombstoneState(pool, last.position);
  if (hashAt !== last.hash) await rename(tombstonesPath, `${tombstonesPath}.replayed-${Date.now()}`);
}
