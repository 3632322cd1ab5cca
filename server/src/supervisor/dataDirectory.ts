import { createHash } from 'node:crypto';
import {
  type FileHandle,
  lstat,
  mkdir,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Ambient } from '../ambient.js';
import { describeWriteFailure, errorCode, type PlaceSetting, StartError } from '../system/errorCode.js';
import { type FileLock, isHeld, takeFileLock } from '../system/fileLock.js';
import { holdDirectory, makeInside } from '../system/heldDirectory.js';
import { makeDirectories, makePassable } from '../system/makeDirectories.js';
import { findBarrier, findPartOf } from '../system/reachable.js';
import { isRoot, type OsUser } from '../system/systemUsers.js';

/** The place for everything that is kept, made ready for each of our users. */
export interface DataDirectory {
  /** Absolute, free of links, so that a user who may not pass through the clone can still use it. */
  readonly path: string;
  readonly instanceId: string;
  /** Held until the supervisor ends: one supervisor per data directory. */
  readonly lock: FileLock;
}

/** Data of a clone that other users cannot reach, and copies of programs for the same reason. */
export const systemStateDirectory = '/var/lib/deskplane';

export interface DataDirectoryRequest {
  /** As configured. */
  readonly dataDir: string;
  /** What says where it lies. Default: `DESKPLANE_DATA_DIR`. */
  readonly setting?: PlaceSetting | undefined;
  readonly cloneDir: string;
  /** The user of the service. */
  readonly serviceUser: OsUser;
  readonly ambient: Ambient;
  readonly note: (text: string) => void;
}

/**
 * Makes the data directory, takes its lock and makes the parts that the service and the engine host expect.
 *
 * Started by root, it belongs to root with the sticky bit, and the service's group may add to it: the service keeps its
 * own files there, but can neither remove nor replace the parts of root and of the database's user. What the service owns it
 * could replace by a link, so root opens each part without following, and changes it by that handle.
 * @throws {StartError} when it is in use, not ours, not writable or not reachable
 */
export async function prepareDataDirectory(request: DataDirectoryRequest): Promise<DataDirectory> {
  const { dataDir, serviceUser } = request;
  let held: FileHandle | undefined;
  let taken: FileLock | undefined;
  try {
    const path = await makeDirectory(request);
    held = await holdDirectory(path);
    await settleDirectory(held, path, request);
    const own = join(path, 'supervisor');
    await makeInside(held, own);
    const lock = await takeFileLock(join(own, 'lock'));
    if (isHeld(lock)) {
      throw new StartError(
        `Deskplane is already running on ${dataDir} (${lock.heldBy}). Stop it first, or set another ` +
          'DESKPLANE_DATA_DIR and DESKPLANE_PORT for this one.',
      );
    }
    taken = lock;
    await makeInside(held, join(path, 'logs'));
    await makeInside(held, join(path, 'engine'));
    await makeInside(held, join(path, 'mail'), { owner: serviceUser });
    return { path, instanceId: await readInstanceId(own, request.ambient), lock };
  } catch (error) {
    await taken?.release();
    throw describeWriteFailure(dataDir, error, request.setting);
  } finally {
    await held?.close();
  }
}

async function makeDirectory({ dataDir, cloneDir, note }: DataDirectoryRequest): Promise<string> {
  // The database's user passes through, too, to the programs that are kept there.
  if (isRoot()) await makePassable(systemStateDirectory);
  if (isRoot() && dataDir === join(cloneDir, '.deskplane')) await moveOutOfPrivateClone(cloneDir, note);
  await makeDirectories(dataDir);
  return realpath(dataDir);
}

async function settleDirectory(
  held: FileHandle,
  path: string,
  { dataDir, serviceUser, setting = 'DESKPLANE_DATA_DIR' }: DataDirectoryRequest,
): Promise<void> {
  const { uid } = await held.stat();
  if (uid !== process.getuid?.()) {
    throw new StartError(
      `The data directory ${dataDir} belongs to uid ${uid}, but Deskplane was started by uid ` +
        `${process.getuid?.()}. Start it as that user, or set DESKPLANE_DATA_DIR to another directory.`,
    );
  }
  if (!isRoot()) {
    await held.chmod(0o700);
    return;
  }
  const barrier = await findBarrier(dirname(path));
  if (barrier !== undefined) {
    throw new StartError(
      `The data directory ${dataDir} is below ${barrier}. Only its owner may enter that; the service runs as the ` +
        `user ${serviceUser.name}. Set ${setting} to a directory that other users may enter.`,
    );
  }
  const exchangeable = await findPartOf(serviceUser.uid, dirname(path));
  if (exchangeable !== undefined) {
    throw new StartError(
      `The data directory ${dataDir} is below ${exchangeable}. That belongs to the user ${serviceUser.name}: the service ` +
        `could replace the data directory. Set ${setting} to a path owned by root.`,
    );
  }
  await held.chown(0, serviceUser.gid);
  await held.chmod(0o1771);
}

/** A clone under /root is closed to other users: its data then lies in a directory of the system, behind a link. */
async function moveOutOfPrivateClone(cloneDir: string, note: (text: string) => void): Promise<void> {
  const link = join(cloneDir, '.deskplane');
  const barrier = await findBarrier(cloneDir);
  if (barrier === undefined) return;
  const existing = await lstat(link).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (existing?.isSymbolicLink()) {
    await mkdir(placeFor(cloneDir), { recursive: true, mode: 0o711 });
    return;
  }
  if (existing !== undefined) {
    throw new StartError(
      `The data directory ${link} is below ${barrier}. Only its owner may enter that, but the service runs as its own ` +
        'user. Move the data directory to a place that other users may enter, and set DESKPLANE_DATA_DIR to it.',
    );
  }
  const place = placeFor(cloneDir);
  await mkdir(place, { recursive: true, mode: 0o711 });
  await symlink(place, link);
  note(`Only the owner may enter ${barrier}. The data directory is ${place}; .deskplane links to it`);
}

function placeFor(cloneDir: string): string {
  const name = createHash('sha256').update(cloneDir).digest('hex').slice(0, 12);
  return join(systemStateDirectory, name);
}

/** 8 hex characters, drawn once: the mark on everything of this installation that lies outside its directory. */
async function readInstanceId(directory: string, ambient: Ambient): Promise<string> {
  const path = join(directory, 'instance-id');
  const text = await readIfThere(path);
  if (text === undefined) {
    const id = ambient.randomBytes(4).toString('hex');
    const unfinished = `${path}.new`;
    await rm(unfinished, { force: true });
    await writeFile(unfinished, `${id}\n`, { mode: 0o644, flag: 'wx', flush: true });
    await rename(unfinished, path);
    return id;
  }
  const id = text.trim();
  if (!/^[0-9a-f]{8}$/.test(id))
    throw new StartError(`${path} is damaged: expected 8 hexadecimal characters.`);
  return id;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
