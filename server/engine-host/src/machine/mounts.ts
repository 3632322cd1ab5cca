import { readFile } from 'node:fs/promises';
import { systemCode } from './fault.js';

/** A line of mountinfo (proc(5)). */
export interface SeenMount {
  readonly point: string;
  /** `major:minor` of the file system. */
  readonly device: string;
  readonly type: string;
}

/** The mounts in a table of the kernel, in its order; none when the process whose table it is has ended. */
export async function findMounts(table: string): Promise<SeenMount[]> {
  return (await readTable(table))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({
      point: unescapeOctal(line.split(' ')[4] ?? ''),
      device: line.split(' ')[2] ?? '',
      type: / - (\S+)/.exec(line)?.[1] ?? '',
    }));
}

/** The mount points at a path and below it, those mounted last first. */
export async function mountsBelow(path: string): Promise<string[]> {
  return (await findMounts('/proc/self/mountinfo'))
    .map((each) => each.point)
    .filter((point) => point === path || point.startsWith(`${path}/`))
    .toReversed();
}

async function readTable(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // EINVAL: a process on its way out has no mount namespace any more.
    if (['ENOENT', 'ESRCH', 'EINVAL'].includes(systemCode(error) ?? '')) return '';
    throw error;
  }
}

/** The kernel writes space, tab, newline and backslash of a path as three octal digits. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
