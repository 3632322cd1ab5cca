import { readFileSync } from 'node:fs';
import { access, constants, mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { HostFault, systemCode } from '../machine/fault.js';

const root = '/sys/fs/cgroup';
const limits = ['memory', 'pids', 'cpu', 'cpuset'] as const;
/** What a desktop can be limited in, by the name of its controller. */
export type Limit = (typeof limits)[number];

/** How this machine lets us limit a desktop: cgroup v2, v1 (one hierarchy a controller, perhaps v2 beside), or not at all. */
export interface Cgroups {
  readonly version: 'v2' | 'v1' | 'none';
  /** Limits that can be set here. */
  readonly limits: readonly Limit[];
  /** Limits that cannot be set here; desktops then run without them. */
  readonly missing: readonly Limit[];
  /** The instance's own group in every hierarchy; desktops' groups are below. */
  readonly parents: readonly string[];
}

/** Looks at what the machine offers. runc makes the groups; this tells what it may be asked for. */
export async function openCgroups(instance: string): Promise<Cgroups> {
  const name = `deskplane-${instance}`;
  const unified = (await readControllers(root)) !== undefined;
  const hierarchies = unified ? [root] : await hierarchiesOfV1();
  const parents = hierarchies.map((hierarchy) => join(hierarchy, name));
  const usable = unified
    ? await delegate(join(root, name))
    : limits.filter((each) => hierarchies.includes(join(root, each)));
  const version = unified ? 'v2' : 'v1';
  return {
    version: usable.length > 0 ? version : 'none',
    limits: usable,
    missing: limits.filter((each) => !usable.includes(each)),
    parents,
  };
}

/** The path of a desktop's group below the root of each hierarchy, as runc wants it. */
export function groupPath(instance: string, short: string): string {
  return `/deskplane-${instance}/${short}`;
}

/** The processes in a desktop's groups now. None can leave: only root can write there. */
export function processesOfGroup(cgroups: Cgroups, short: string): number[] {
  const found = new Set<number>();
  for (const parent of cgroups.parents) {
    for (const line of readNow(join(parent, short, 'cgroup.procs')).split('\n')) {
      if (line !== '') found.add(Number(line));
    }
  }
  return [...found];
}

/** Whether a desktop is frozen or about to be. */
export function isFrozen(cgroups: Cgroups, short: string): boolean {
  return cgroups.parents.some((parent) => {
    const dir = join(parent, short);
    const state = readNow(join(dir, 'freezer.state')).trim();
    return state === 'FROZEN' || state === 'FREEZING' || readNow(join(dir, 'cgroup.freeze')).trim() === '1';
  });
}

/** Lets the processes of a desktop go on; nothing when they are not frozen. */
export async function thawGroup(cgroups: Cgroups, short: string): Promise<void> {
  for (const parent of cgroups.parents) {
    await writeIfThere(join(parent, short, 'freezer.state'), 'THAWED');
    await writeIfThere(join(parent, short, 'cgroup.freeze'), '0');
  }
}

/**
 * Kills every process of a desktop, also frozen ones, and returns once its groups are empty.
 * @throws {HostFault} `timeout` naming the processes that do not die (stuck in the kernel)
 */
export async function killGroup(cgroups: Cgroups, short: string, deadlineMs = 15_000): Promise<void> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const left = processesOfGroup(cgroups, short);
    if (left.length === 0) return;
    if (performance.now() > end) throw new HostFault('timeout', `processes do not die: ${left.join(', ')}`);
    for (const pid of left) kill(pid);
    // The kernel of cgroups v1 kills nothing that is frozen.
    if (isFrozen(cgroups, short)) await thawGroup(cgroups, short);
    await pause(2);
  }
}

/**
 * Removes a desktop's groups. The kernel answers EBUSY for a moment after the last process has gone.
 * @throws {HostFault} `timeout` when one does not go
 */
export async function removeGroup(cgroups: Cgroups, short: string, deadlineMs = 5000): Promise<void> {
  const end = performance.now() + deadlineMs;
  for (const parent of cgroups.parents) {
    while (!(await removeDirectory(join(parent, short)))) {
      if (performance.now() > end)
        throw new HostFault('timeout', `the cgroup ${join(parent, short)} stays busy`);
      await pause(2);
    }
  }
}

/** Puts one of our own processes into groups of the instance, so that a service manager does not end it with us. */
export async function moveAside(cgroups: Cgroups, name: string, pid: number): Promise<void> {
  for (const parent of cgroups.parents) {
    // A new group of this controller takes nobody in before it has cores.
    if (cgroups.version === 'v1' && basename(dirname(parent)) === 'cpuset') continue;
    await mkdir(join(parent, name), { recursive: true });
    await writeFile(join(parent, name, 'cgroup.procs'), String(pid));
  }
}

/** Gives back the instance's own groups if nothing is left in them. */
export async function closeCgroups(cgroups: Cgroups): Promise<void> {
  for (const parent of cgroups.parents) await removeDirectory(parent);
}

/** What is still there of a desktop's groups, in words. */
export async function groupLeftovers(cgroups: Cgroups, short: string): Promise<string[]> {
  const left: string[] = [];
  for (const parent of cgroups.parents) {
    const dir = join(parent, short);
    if (await tryTo(() => access(dir))) left.push(`cgroup ${dir}`);
  }
  return left;
}

/** Every hierarchy of v1 that we may write to, and that of v2 beside them. */
async function hierarchiesOfV1(): Promise<string[]> {
  if (!(await tryTo(() => access(root)))) return [];
  const found: string[] = [];
  // Some names are links to others ("cpu" to "cpu,cpuacct"); a group may be looked at and removed by both.
  for (const entry of await readdir(root)) {
    const dir = join(root, entry);
    if (await tryTo(() => access(join(dir, 'cgroup.procs'), constants.W_OK))) found.push(dir);
  }
  return found;
}

async function delegate(parent: string): Promise<Limit[]> {
  const ready = await tryTo(async () => {
    await mkdir(parent, { recursive: true });
    for (const dir of [root, parent]) {
      const offered = (await readControllers(dir)) ?? [];
      const wanted = limits.filter((each) => offered.includes(each)).map((each) => `+${each}`);
      if (wanted.length > 0) await writeFile(join(dir, 'cgroup.subtree_control'), wanted.join(' '));
    }
  });
  const offered = (ready && (await readControllers(parent))) || [];
  return limits.filter((each) => offered.includes(each));
}

async function readControllers(dir: string): Promise<string[] | undefined> {
  try {
    return (await readFile(join(dir, 'cgroup.controllers'), 'utf8')).trim().split(/\s+/);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}

/** Read in one go, so that what was seen still holds when it is acted upon. */
function readNow(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = systemCode(error);
    // EOPNOTSUPP: a threaded group of cgroups v2 lists no processes.
    if (code === 'ENOENT' || code === 'ENODEV' || code === 'EOPNOTSUPP') return '';
    throw error;
  }
}

async function writeIfThere(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: constants.O_WRONLY });
  } catch (error) {
    // Files of the kernel cannot be made; this hierarchy has another controller.
    if (!['ENOENT', 'ENODEV', 'EACCES', 'EPERM'].includes(systemCode(error) ?? '')) throw error;
  }
}

/** False when it is busy; an already absent directory counts as removed. */
async function removeDirectory(dir: string): Promise<boolean> {
  try {
    await rmdir(dir);
    return true;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return true;
    if (code === 'EBUSY' || code === 'ENOTEMPTY') return false;
    throw error;
  }
}

async function tryTo(action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}
