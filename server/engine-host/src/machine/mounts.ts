import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { systemCode } from './fault.js';

export interface Mount {
  readonly point: string;
  /** What of its file system is mounted, as a path there; `//deleted` at its end when it is there no more. */
  readonly root: string;
  /** Major and minor number of its device. */
  readonly device: string;
  /** `ext4`, `fuse.lxcfs` … */
  readonly type: string;
}

export interface NamespaceMounts {
  /** A process that lives in this mount namespace. */
  readonly pid: number;
  readonly own: boolean;
  readonly mounts: readonly Mount[];
}

/** The mounts of the engine host's own mount namespace, in the order in which they were made. */
export function ownMounts(): Mount[] {
  return parseMounts(readFileSync('/proc/self/mountinfo', 'utf8'));
}

/** The engine host's own mounts on a path and below it, those made last first. */
export function mountsBelow(path: string): Mount[] {
  return ownMounts()
    .filter(({ point }) => isAtOrBelow(point, path))
    .toReversed();
}

/** The mounts that a process sees; none when it has ended. */
export function mountsOf(pid: number): Mount[] {
  return parseMounts(ifAlive(() => readFileSync(`/proc/${pid}/mountinfo`, 'utf8')) ?? '');
}

export function isAtOrBelow(point: string, path: string): boolean {
  return point === path || point.startsWith(`${path}/`);
}

/** The mounts of every mount namespace that a process lives in, the own one first. */
export function mountsEverywhere(): NamespaceMounts[] {
  const own = readlinkSync('/proc/self/ns/mnt');
  const seen = new Set([own]);
  const found: NamespaceMounts[] = [{ pid: process.pid, own: true, mounts: ownMounts() }];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const namespace = ifAlive(() => readlinkSync(`/proc/${entry}/ns/mnt`));
    if (namespace === undefined || seen.has(namespace)) continue;
    const text = ifAlive(() => readFileSync(`/proc/${entry}/mountinfo`, 'utf8'));
    if (text === undefined) continue;
    seen.add(namespace);
    found.push({ pid: Number(entry), own: false, mounts: parseMounts(text) });
  }
  return found;
}

/** Reads /proc/PID/mountinfo (proc_pid_mountinfo(5)). */
export function parseMounts(text: string): Mount[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [before = '', after = ''] = line.split(' - ');
      const fields = before.split(' ');
      return {
        device: fields[2] ?? '',
        root: unescape(fields[3] ?? ''),
        point: unescape(fields[4] ?? ''),
        type: after.split(' ')[0] ?? '',
      };
    });
}

/** The kernel writes space, tab, line break and backslash of a path as three octal digits. */
function unescape(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

function ifAlive<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch (error) {
    const code = systemCode(error);
    // The process ended meanwhile, is a kernel thread or a zombie.
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EINVAL' || code === 'EACCES') return undefined;
    throw error;
  }
}
