import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, realpath } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { errorCode, StartError } from './errorCode.js';
import type { OsIdentity } from './runCommand.js';
import { isRoot } from './systemUsers.js';

/** Of Linux; Node.js has no name for it. Opens what may be passed through but not read. */
const O_PATH = 0o10000000;

const noLink = constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * Opens a directory and follows no link on the way. What is done by the handle is done to that directory, whatever takes its
 * name meanwhile.
 * @param path absolute and free of links
 * @throws {StartError} when a part of it is a link or no directory
 */
export async function holdDirectory(path: string): Promise<FileHandle> {
  const names = path.split(sep).filter((name) => name !== '');
  let held = await open(sep, names.length === 0 ? noLink : noLink | O_PATH);
  for (const [place, name] of names.entries()) {
    const above = held;
    try {
      held = await openInside(above, name, place === names.length - 1 ? noLink : noLink | O_PATH);
    } catch (error) {
      throw notADirectory(join(sep, ...names.slice(0, place + 1)), error);
    } finally {
      await above.close();
    }
  }
  return held;
}

export interface OwnDirectory {
  /** Its rights, also if it is there already; undefined: as it is, or 0700 for a new one. */
  readonly mode?: number;
  /** Whose it is to be, if we are root. Undefined: ours. */
  readonly owner?: OsIdentity | undefined;
}

/**
 * Makes a directory inside one that is held open, or takes the one that is there, if it is ours or the owner's already.
 * Whoever else may write to the outer directory could have put a link, or a directory of somebody else's, in its place.
 * @param path of the new one, for words; its last part is its name
 * @throws {StartError} when something else is there
 */
export async function makeInside(
  outer: FileHandle,
  path: string,
  { mode, owner }: OwnDirectory = {},
): Promise<void> {
  const name = basename(path);
  await mkdir(`/proc/self/fd/${outer.fd}/${name}`, { mode: mode ?? 0o700 }).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
  const held = await openInside(outer, name, noLink).catch((error: unknown) => {
    // It was there a moment ago: somebody exchanges it.
    throw errorCode(error) === 'ENOENT' ? refusal(path, error) : notADirectory(path, error);
  });
  try {
    await settle(held, path, { ...(mode === undefined ? {} : { mode }), owner });
  } finally {
    await held.close();
  }
}

/** The same for a directory whose outer one is there, by its path. */
export async function makeOwnDirectory(path: string, own: OwnDirectory): Promise<void> {
  const outer = await holdDirectory(await realpath(dirname(path)));
  try {
    await makeInside(outer, path, own);
  } finally {
    await outer.close();
  }
}

/**
 * Gives a directory to its owner and sets its rights, by its handle.
 * @throws {StartError} when it belongs to somebody else
 */
export async function settle(held: FileHandle, path: string, { mode, owner }: OwnDirectory): Promise<void> {
  const { uid } = await held.stat();
  if (uid !== process.getuid?.() && uid !== owner?.uid)
    throw new StartError(`${path} belongs to another user (uid ${uid}). Remove it and start again.`);
  if (owner !== undefined && isRoot()) await held.chown(owner.uid, owner.gid);
  if (mode !== undefined) await held.chmod(mode);
}

/** Node.js has no openat: the kernel resolves the name from the open directory that this path leads to. */
function openInside(outer: FileHandle, name: string, flags: number): Promise<FileHandle> {
  return open(`/proc/self/fd/${outer.fd}/${name}`, flags);
}

function notADirectory(path: string, error: unknown): unknown {
  const code = errorCode(error);
  return code === 'ENOTDIR' || code === 'ELOOP' ? refusal(path, error) : error;
}

function refusal(path: string, cause: unknown): StartError {
  return new StartError(`${path} is a link or not a directory. Remove it and start again.`, { cause });
}
