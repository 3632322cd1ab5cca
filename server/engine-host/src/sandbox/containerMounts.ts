import { basename, join } from 'node:path';
import type { ContainerPlan } from './containerPlan.js';
import { guestHome, imageEtc } from './guestFiles.js';

/** A mount of the OCI runtime specification. */
export interface Mount {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
}

/** What Docker hides, and the counts of everybody's keys. */
export const maskedPaths = [
  '/proc/acpi',
  '/proc/asound',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/key-users',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/sys/devices/virtual/powercap',
  '/sys/firmware',
] as const;

export const readonlyPaths = [
  '/proc/bus',
  '/proc/fs',
  '/proc/irq',
  '/proc/sys',
  '/proc/sysrq-trigger',
] as const;

const scratchSize = 'size=1073741824';

/**
 * The mounts of a desktop, in order. There is no /sys: nothing that runs in a desktop was found to need it. runc gives a tmpfs
 * the mode of the directory below it, so the bundle makes those with the right ones.
 */
export function mountsOf(plan: ContainerPlan): Mount[] {
  return [
    ...plan.hostDirectories.map((path) => readonly(path, path)),
    ...(plan.root === 'image'
      ? imageEtc.map((name) => readonly(join(plan.bundle, 'etc', name), join('/etc', name)))
      : []),
    kernel('/proc', 'proc', ['nosuid', 'nodev', 'noexec']),
    // The only mount that may hold device nodes: runc makes null, zero, full, random, urandom and tty in it.
    kernel('/dev', 'tmpfs', ['nosuid', 'noexec', 'strictatime', 'mode=755', 'size=65536']),
    kernel('/dev/pts', 'devpts', ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620']),
    kernel('/dev/shm', 'tmpfs', ['nosuid', 'nodev', 'noexec', 'mode=1777', scratchSize]),
    ...['/tmp', '/var/tmp'].map((path) =>
      kernel(path, 'tmpfs', ['nosuid', 'nodev', 'mode=1777', scratchSize]),
    ),
    kernel('/run', 'tmpfs', ['nosuid', 'nodev', 'mode=755', 'size=16777216']),
    readonly(join(plan.bundle, 'run'), '/run/deskplane'),
    writable(join(plan.bundle, 'screen'), '/run/screen'),
    writable(plan.home, guestHome),
    ...plan.dataDisks.map((disk) => writable(disk.dir, mountPointOf(disk.device))),
    ...plan.figures.map((each) => readonly(each.source, each.destination)),
  ];
}

/** Where a data disk appears inside: `/dev/vdb` at `/mnt/vdb`. */
export function mountPointOf(device: string): string {
  return `/mnt/${basename(device)}`;
}

function kernel(destination: string, type: string, options: readonly string[]): Mount {
  return { destination, type, source: type, options };
}

function readonly(source: string, destination: string): Mount {
  return { destination, type: 'bind', source, options: ['rbind', 'ro', 'nosuid', 'nodev'] };
}

function writable(source: string, destination: string): Mount {
  return { destination, type: 'bind', source, options: ['bind', 'rw', 'nosuid', 'nodev'] };
}
