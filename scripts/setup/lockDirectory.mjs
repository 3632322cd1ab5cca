import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/**
 * Takes a kernel lock on a directory (flock), which ends with this process, whatever ends it. Of the clone itself: `shared`
 * by whoever uses its packages (server/src/system/useClone.ts does the same), `exclusive` by whoever replaces them.
 * @returns what gives the lock back; undefined when another process holds one that does not go with it
 */
export function lockDirectory(path, mode) {
  return lock(path, [`--${mode}`, '--nonblock']);
}

/** Takes the exclusive lock, however long that takes. @param onWait called if it takes time at all */
export function waitForDirectory(path, onWait) {
  const free = lockDirectory(path, 'exclusive');
  if (free !== undefined) return free;
  onWait();
  return lock(path, ['--exclusive']) ?? (() => undefined);
}

/** Takes the exclusive lock, however long that takes, while this process goes on. @returns {Promise<() => void>} what gives it back */
export async function takeTurn(path) {
  const descriptor = openSync(path, 'r');
  const waiting = spawn('flock', ['--exclusive', '3'], { stdio: ['ignore', 'ignore', 'ignore', descriptor] });
  // Without the program nobody can hold a lock, as below.
  await new Promise((resolve) => waiting.once('error', resolve).once('exit', resolve));
  return () => closeSync(descriptor);
}

function lock(path, args) {
  const descriptor = openSync(path, 'r');
  const release = () => closeSync(descriptor);
  // Node has no call for it: the program sets the lock on our open directory, and it stays with that.
  const { status, error } = spawnSync('flock', [...args, '3'], {
    stdio: ['ignore', 'ignore', 'ignore', descriptor],
  });
  // Without the program nobody can hold a lock; the service says that it is missing.
  if (status === 0 || error?.code === 'ENOENT') return release;
  release();
  return undefined;
}
