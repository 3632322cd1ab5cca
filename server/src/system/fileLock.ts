import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { errorCode, StartError } from './errorCode.js';
import { runCommand } from './runCommand.js';

export interface FileLock {
  /** Gives the lock back. It also ends by itself with this process, whatever ends it. */
  release(): Promise<void>;
}

/** Another living process holds the lock. */
export interface LockHeld {
  /** What the holder wrote about itself: its process id, as a hint for a user. */
  readonly heldBy: string;
}

/**
 * Takes an exclusive lock on a file, which is made if missing. It is a kernel lock (flock) on an open file of this
 * process: SIGKILL cannot leave it behind, it holds across containers that share the disk, and children do not inherit
 * it. Node has no call for it, so the `flock` program sets it on a descriptor that it shares with us for a moment.
 * @throws {StartError} when something else is in its place, or `flock` (package util-linux) is missing
 */
export async function takeFileLock(path: string): Promise<FileLock | LockHeld> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
  const file = await open(path, flags, 0o600).catch((error: unknown) => {
    throw errorCode(error) === 'ELOOP' ? notALock(path) : error;
  });
  try {
    const found = await file.stat();
    // Whoever else may write beside it could have put another name of some file there, to have that written over.
    if (!found.isFile() || found.nlink !== 1) throw notALock(path);
    const result = await runCommand('flock', ['--nonblock', '3'], { descriptors: [file.fd] });
    if (result.code === 1) return { heldBy: await readHolder(file) };
    if (result.code !== 0) throw new Error(`Cannot lock ${path}: ${result.stderr.trim()}`);
    await file.truncate(0);
    await file.write(`${process.pid}\n`, 0);
    const kept = file;
    return { release: () => kept.close() };
  } catch (error) {
    await file.close();
    if (errorCode(error) !== 'ENOENT') throw error;
    throw new StartError('The program "flock" is missing. Install the package util-linux.');
  }
}

function notALock(path: string): StartError {
  return new StartError(`${path} is a link or not a file. Remove it and start again.`);
}

/** Whether the answer of {@link takeFileLock} is a refusal. */
export function isHeld(lock: FileLock | LockHeld): lock is LockHeld {
  return 'heldBy' in lock;
}

async function readHolder(file: FileHandle): Promise<string> {
  const text = await file.readFile('utf8');
  await file.close();
  return /^\d+$/.test(text.trim()) ? `process ${text.trim()}` : 'another process';
}
