import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disks } from '../disks/disks.js';
import type { Cgroups } from '../sandbox/cgroups.js';
import { systemCode } from './fault.js';

const programs = ['bwrap', 'nsenter', 'setpriv', 'ip', 'rm', 'kill', 'Xtigervnc', 'openbox', 'xterm'];
const diskPrograms = [
  'mkfs.ext4',
  'e2fsck',
  'resize2fs',
  'losetup',
  'mount',
  'umount',
  'xfs_io',
  'fsfreeze',
  'cp',
];
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
    /** Each disk is encrypted under a key of its own. */
    readonly encryption: boolean;
    /** A disk holds as much as was asked for and no more. */
    readonly sizes: boolean;
  };
  /** What this machine cannot do, in plain words. */
  readonly warnings: readonly string[];
}

/** Looks at the machine once, at start. */
export async function describeMachine(
  instance: string,
  bootId: string,
  cgroups: Cgroups,
  disks: Disks,
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
    capabilities: { encryption: encrypted, sizes: encrypted },
    warnings: disks.warnings,
  };
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
