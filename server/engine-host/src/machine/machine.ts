import { access, constants, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canGrowMounted } from '../disks/canGrowMounted.js';
import type { Disks } from '../disks/disks.js';
import type { Cgroups } from '../sandbox/cgroups.js';
import type { Figures } from '../sandbox/figures.js';
import { systemCode } from './fault.js';

const programs = [
  'runc',
  'mount',
  'umount',
  'nsenter',
  'perl',
  'ip',
  'nft',
  'sysctl',
  'rm',
  'Xtigervnc',
  'openbox',
  'xterm',
];
const diskPrograms = ['mkfs.ext4', 'e2fsck', 'resize2fs', 'losetup', 'xfs_io', 'fsfreeze', 'cp'];
const directories = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** What the engine host says about itself and the machine. */
export interface Machine {
  readonly version: string;
  readonly instance: string;
  readonly bootId: string;
  /** Programs that are needed and not installed: no desktop can be made. */
  readonly missing: readonly string[];
  readonly cgroups: 'v2' | 'v1' | 'none';
  /** Limits that cannot be set here: desktops run without them. */
  readonly missingLimits: readonly string[];
  readonly capabilities: {
    /** Desktops are shown their own limits (`free`, `nproc`), not the machine's. */
    readonly figures: boolean;
    /** Each disk is encrypted under a key of its own. */
    readonly encryption: boolean;
    /** A disk holds as much as was asked for and no more. */
    readonly sizes: boolean;
    /** A disk can grow while its desktop runs. */
    readonly growth: boolean;
  };
  /** What this machine cannot do, in plain words. */
  readonly warnings: readonly string[];
}

/** Looks at the machine once, at start. */
export async function describeMachine(
  instance: string,
  bootId: string,
  cgroups: Cgroups,
  figures: Figures,
  disks: Disks,
  others: readonly string[],
): Promise<Machine> {
  const encrypted = disks.form === 'encrypted';
  const needed = encrypted ? [...programs, ...diskPrograms] : programs;
  const found = await Promise.all(needed.map((program) => isInstalled(program)));
  return {
    version: '0.1.0',
    instance,
    bootId,
    missing: needed.filter((_, index) => !found[index]),
    cgroups: cgroups.version,
    missingLimits: cgroups.missing,
    capabilities: {
      figures: figures.warning() === undefined,
      encryption: encrypted,
      sizes: encrypted,
      growth: !encrypted || canGrowMounted(),
    },
    warnings: [...disks.warnings, figures.warning(), ...others].filter((each) => each !== undefined),
  };
}

/** What the machine lets us have and so desktops, too. */
export interface MachineShare {
  /** The numbers of the cores that we may use. */
  readonly cores: readonly number[];
  /** How many files one process may have open at most (the hard limit). */
  readonly openFiles: number;
}

/** Reads it from /proc (proc(5)). */
export async function readMachineShare(): Promise<MachineShare> {
  const status = await readFile('/proc/self/status', 'utf8');
  const limits = await readFile('/proc/self/limits', 'utf8');
  const hard = /^Max open files\s+\S+\s+(\d+)/m.exec(limits)?.[1];
  return {
    cores: parseCores(/^Cpus_allowed_list:\s+(\S+)$/m.exec(status)?.[1] ?? '0'),
    openFiles: hard === undefined ? 65_536 : Number(hard),
  };
}

/** The numbers in a list such as `0-3,8`. */
function parseCores(list: string): number[] {
  return list.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

async function isInstalled(program: string): Promise<boolean> {
  for (const directory of directories) {
    try {
      await access(join(directory, program), constants.X_OK);
      return true;
    } catch (error) {
      if (systemCode(error) === undefined) throw error;
    }
  }
  return false;
}
