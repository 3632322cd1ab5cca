import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { VolumeRecord } from '../items/records.js';
import { systemCode } from '../machine/fault.js';
import type { Places } from '../machine/places.js';
import { killExactly, processesOfUser, startTimeOf } from '../machine/processes.js';
import { mountedDevice } from './mountImage.js';

/**
 * Ends the programs of a desktop that still work on a disk that is going: as long as one has a file of it open, the kernel keeps
 * the disk and its key. Those that do not use it go on.
 */
export function endHolders(places: Places, disk: VolumeRecord): void {
  if (disk.form === 'plain') return;
  const device = mountedDevice(places.diskImage(disk.short), places.diskMount(disk.short));
  if (device === undefined) return;
  for (const pid of processesOfUser(disk.uid)) {
    const startTime = startTimeOf(pid);
    if (startTime !== undefined && holds(pid, device.number)) killExactly({ pid, startTime });
  }
}

/** Whether a process has its directory, an open file or a mapped one on a device, `7:3`. */
function holds(pid: number, device: string): boolean {
  const links = unlessEnded(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  const places = ['cwd', 'root', ...links.map((link) => `fd/${link}`)];
  if (places.some((place) => deviceOf(`/proc/${pid}/${place}`) === device)) return true;
  const [major = '', minor = ''] = device
    .split(':')
    .map((part) => Number(part).toString(16).padStart(2, '0'));
  const maps = unlessEnded(() => readFileSync(`/proc/${pid}/maps`, 'utf8')) ?? '';
  return maps.includes(` ${major}:${minor} `);
}

function deviceOf(path: string): string | undefined {
  const dev = unlessEnded(() => statSync(path, { bigint: true }).dev);
  if (dev === undefined) return undefined;
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & 0xfffff000n);
  const minor = (dev & 0xffn) | ((dev >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}

/** A process, or a file of it, may be gone by the time it is looked at. */
function unlessEnded<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch (error) {
    const code = systemCode(error);
    if (code !== undefined && ['ENOENT', 'ESRCH', 'EACCES', 'ENOTDIR'].includes(code)) return undefined;
    throw error;
  }
}
