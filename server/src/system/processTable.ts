import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { errorCode } from './errorCode.js';

/**
 * The living processes of a program whose working directory is the given one. A zombie has none and is not among them;
 * nor are processes that this user may not look at.
 * @param program file name of the executable, without its directory
 */
export async function processesIn(directory: string, program: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const cwd = await readLinkOf(`/proc/${name}/cwd`);
    if (cwd !== directory) continue;
    const executable = await readLinkOf(`/proc/${name}/exe`);
    // After the file was replaced by an update the kernel adds this word.
    if (executable !== undefined && basename(executable.replace(/ \(deleted\)$/, '')) === program) {
      found.push(Number(name));
    }
  }
  return found;
}

/** Whether a process of that id exists, as whatever it may be, a zombie included. */
export async function processExists(pid: number): Promise<boolean> {
  try {
    await readFile(`/proc/${pid}/stat`);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH') return false;
    throw error;
  }
}

async function readLinkOf(path: string): Promise<string | undefined> {
  try {
    return await readlink(path);
  } catch (error) {
    if (unreadable.has(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}

/** Gone meanwhile, another user's, or deeper than any path of ours can be: whoever sits there must not keep us from starting. */
const unreadable: ReadonlySet<string> = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'ENAMETOOLONG']);
