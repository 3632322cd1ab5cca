import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cgroups } from '../sandbox/cgroups.js';
import { systemCode } from './fault.js';

const programs = [
  'bwrap',
  'nsenter',
  'setpriv',
  'ip',
  'nft',
  'sysctl',
  'rm',
  'kill',
  'Xtigervnc',
  'openbox',
  'xterm',
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
}

/** Looks at the machine once, at start. */
export async function describeMachine(instance: string, bootId: string, cgroups: Cgroups): Promise<Machine> {
  const found = await Promise.all(programs.map((program) => isInstalled(program)));
  return {
    version: '0.1.0',
    instance,
    bootId,
    missing: programs.filter((_, index) => !found[index]),
    cgroups: cgroups.version,
    missingLimits: cgroups.missing,
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
