import { access, constants, mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { HostFault, systemCode } from '../machine/fault.js';

const root = '/sys/fs/cgroup';
const maxProcesses = 1024;
const controllers = ['memory', 'pids'] as const;
type Controller = (typeof controllers)[number];

/** How this machine lets us limit a desktop: cgroup v2, v1 (one hierarchy a controller), or not at all. */
export interface Cgroups {
  readonly version: 'v2' | 'v1' | 'none';
  /** Controllers that cannot be used here; desktops then run without that limit. */
  readonly missing: readonly Controller[];
  /** Directories that hold the instance's groups. */
  readonly parents: readonly string[];
}

/** Looks at what the machine offers and prepares the instance's own group. Never throws: limits are best effort. */
export async function openCgroups(instance: string): Promise<Cgroups> {
  const name = `deskplane-${instance}`;
  const unified = await readIfThere(join(root, 'cgroup.controllers'));
  if (unified !== undefined) {
    const parent = join(root, name);
    const usable = (await tryTo(() => delegate(parent))) ? ((await readControllers(parent)) ?? []) : [];
    const missing = controllers.filter((each) => !usable.includes(each));
    return {
      version: usable.length > 0 ? 'v2' : 'none',
      missing,
      parents: usable.length > 0 ? [parent] : [],
    };
  }
  const parents: string[] = [];
  const missing: Controller[] = [];
  for (const controller of controllers) {
    const writable = await tryTo(() => access(join(root, controller, 'cgroup.procs'), constants.W_OK));
    if (writable) parents.push(join(root, controller, name));
    else missing.push(controller);
  }
  return { version: parents.length > 0 ? 'v1' : 'none', missing, parents };
}

/** Makes a desktop's group with its limits. @throws {HostFault} `internal` when the kernel refuses a limit */
export async function makeGroup(cgroups: Cgroups, short: string, memoryMiB: number): Promise<void> {
  const bytes = String(memoryMiB * 1024 * 1024);
  for (const parent of cgroups.parents) {
    const dir = join(parent, short);
    await mkdir(dir, { recursive: true });
    if (cgroups.version === 'v2') {
      if (!cgroups.missing.includes('memory')) await writeFile(join(dir, 'memory.max'), bytes);
      if (!cgroups.missing.includes('pids')) await writeFile(join(dir, 'pids.max'), String(maxProcesses));
    } else if (parent.startsWith(join(root, 'memory'))) {
      await writeFile(join(dir, 'memory.limit_in_bytes'), bytes);
    } else {
      await writeFile(join(dir, 'pids.max'), String(maxProcesses));
    }
  }
}

/** Puts a process, and so all its later children, into a desktop's group. */
export async function joinGroup(cgroups: Cgroups, short: string, pid: number): Promise<void> {
  for (const parent of cgroups.parents) {
    await writeFile(join(parent, short, 'cgroup.procs'), String(pid));
  }
}

/**
 * Removes a desktop's group. The kernel answers EBUSY for a moment after the last process has gone.
 * @throws {HostFault} `timeout` when it does not go
 */
export async function removeGroup(cgroups: Cgroups, short: string, deadlineMs = 5000): Promise<void> {
  const end = performance.now() + deadlineMs;
  for (const parent of cgroups.parents) {
    while (!(await removeDirectory(join(parent, short)))) {
      if (performance.now() > end)
        throw new HostFault('timeout', `the cgroup ${join(parent, short)} stays busy`);
      await pause(10);
    }
  }
}

/** Gives back the instance's own group if no desktop is left in it. */
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

async function delegate(parent: string): Promise<void> {
  await mkdir(parent, { recursive: true });
  const offered = (await readControllers(parent)) ?? [];
  const wanted = controllers.filter((each) => offered.includes(each)).map((each) => `+${each}`);
  if (wanted.length > 0) await writeFile(join(parent, 'cgroup.subtree_control'), wanted.join(' '));
}

async function readControllers(dir: string): Promise<string[] | undefined> {
  return (await readIfThere(join(dir, 'cgroup.controllers')))?.trim().split(/\s+/);
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

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
