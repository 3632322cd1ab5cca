import { spawn } from 'node:child_process';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readSandbox, type SandboxIdentity } from '../items/records.js';
import { HostFault, systemCode } from '../machine/fault.js';
import { readObject } from '../machine/fields.js';
import { mountsBelow, mountsOf, ownMounts } from '../machine/mounts.js';
import type { Places } from '../machine/places.js';
import { isAlive, startTimeOf } from '../machine/processes.js';
import { plainEnvironment, run } from '../machine/run.js';
import { type Cgroups, killGroup, moveAside, removeGroup } from './cgroups.js';

const names = ['cpuinfo', 'loadavg', 'meminfo', 'stat', 'swaps', 'uptime'] as const;
const groupName = 'figures';
const startDeadlineMs = 5000;
const lookEveryMs = 1000;

/**
 * The figures that a desktop sees of its memory, cores and times: those of its own limits, by lxcfs, one for all desktops of the
 * instance. It outlives the engine host, as the desktops do.
 */
export interface Figures {
  /** What to bind into a new desktop; nothing when lxcfs does not run. */
  files(): { source: string; destination: string }[];
  /** Why desktops see the machine's figures instead, in words. */
  warning(): string | undefined;
  /** Looks from now on whether lxcfs lives; a desktop that had figures of a dead one gets the machine's. */
  watch(firstProcesses: () => readonly number[]): void;
  /** Ends lxcfs; only once no desktop runs. */
  end(): Promise<void>;
}

/** Starts lxcfs, or takes over the one that an earlier engine host started. Never throws: a desktop can do without. */
export async function openFigures(
  places: Places,
  cgroups: Cgroups,
  bootId: string,
  complain: (text: string) => void,
): Promise<Figures> {
  let lxcfs: SandboxIdentity | undefined;
  let warning: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let busy = false;

  const alive = () => lxcfs !== undefined && isAlive(lxcfs, bootId);
  const start = async () => {
    try {
      await access('/dev/fuse');
      await clear(places, cgroups);
      // Not before: what is below the mount of a dead lxcfs cannot be looked at.
      await mkdir(places.figures, { recursive: true, mode: 0o700 });
      lxcfs = await launch(places, cgroups, bootId);
      warning = undefined;
    } catch (error) {
      lxcfs = undefined;
      const why =
        systemCode(error) === 'ENOENT'
          ? 'there is no /dev/fuse'
          : error instanceof Error
            ? error.message
            : '';
      warning = `desktops see the memory and cores of the whole machine (lxcfs does not run: ${why})`;
    }
  };
  const uncover = async (firstProcesses: readonly number[]) => {
    const living = ownMounts().find((each) => each.point === places.figures)?.device;
    for (const pid of firstProcesses) await takeAwayDead(pid, living);
  };
  const look = async (firstProcesses: () => readonly number[]) => {
    if (busy || alive() || warning !== undefined) return;
    busy = true;
    try {
      complain(
        'engine host: lxcfs has ended; running desktops see the figures of the whole machine from now on',
      );
      await start();
      await uncover(firstProcesses());
    } finally {
      busy = false;
    }
  };

  lxcfs = await findRunning(places, bootId);
  const lost = lxcfs === undefined;
  if (lost) await start();
  return {
    files: () =>
      alive()
        ? names.map((name) => ({ source: join(places.figures, 'proc', name), destination: `/proc/${name}` }))
        : [],
    warning: () => warning,
    watch(firstProcesses) {
      const report = (error: unknown) => complain(`engine host: lxcfs: ${String(error)}`);
      if (lost) uncover(firstProcesses()).catch(report);
      timer = setInterval(() => void look(firstProcesses).catch(report), lookEveryMs).unref();
    },
    async end() {
      clearInterval(timer);
      await clear(places, cgroups);
    },
  };
}

function identityFile(places: Places): string {
  return join(places.runtimeDir, 'lxcfs.json');
}

async function findRunning(places: Places, bootId: string): Promise<SandboxIdentity | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(identityFile(places), 'utf8'));
    const found = readSandbox(readObject(value, identityFile(places), ['pid', 'startTime', 'bootId']));
    return isAlive(found, bootId) ? found : undefined;
  } catch (error) {
    // Killed while it was written, or never was.
    if (error instanceof SyntaxError || systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function launch(places: Places, cgroups: Cgroups, bootId: string): Promise<SandboxIdentity> {
  const args = [
    '--foreground',
    '--enable-loadavg',
    '--pidfile',
    join(places.runtimeDir, 'lxcfs.pid'),
    places.figures,
  ];
  const child = spawn('lxcfs', args, { cwd: '/', detached: true, env: plainEnvironment, stdio: 'ignore' });
  let failure: string | undefined;
  child.on('error', (error) => {
    failure = error.message;
  });
  child.on('exit', (code, signal) => {
    failure ??= `it ended with ${signal ?? `code ${code}`}`;
  });
  child.unref();
  const end = performance.now() + startDeadlineMs;
  while (!(await shows(join(places.figures, 'proc/meminfo')))) {
    if (failure !== undefined) throw new HostFault('internal', failure);
    if (performance.now() > end) throw new HostFault('timeout', 'it showed nothing in time');
    await pause(5);
  }
  const startTime = child.pid === undefined ? undefined : startTimeOf(child.pid);
  if (child.pid === undefined || startTime === undefined) throw new HostFault('internal', 'it ended at once');
  await moveAside(cgroups, groupName, child.pid);
  const identity = { pid: child.pid, startTime, bootId };
  await writeFile(identityFile(places), JSON.stringify(identity), { mode: 0o600 });
  return identity;
}

/** Ends what there is of lxcfs and takes its mount away, also a dead one. */
async function clear(places: Places, cgroups: Cgroups): Promise<void> {
  await killGroup(cgroups, groupName);
  await removeGroup(cgroups, groupName);
  for (const { point } of mountsBelow(places.figures)) await run('umount', ['--lazy', '--', point]);
  await rm(identityFile(places), { force: true });
}

/**
 * Uncovers the kernel's own files in a desktop whose figures come from an lxcfs that is dead: they would answer nothing but
 * errors. The host's umount does it from outside; it joins the desktop's process namespace because it looks itself up in /proc.
 */
async function takeAwayDead(pid: number, living: string | undefined): Promise<void> {
  const mounts = mountsOf(pid);
  const dead = mounts.filter((each) => each.type === 'fuse.lxcfs' && each.device !== living);
  const paths = dead
    .map((each) => each.point)
    .filter((point) => names.some((name) => point === `/proc/${name}`));
  if (paths.length === 0) return;
  const enter = [`--pid=/proc/${pid}/ns/pid`, '--'];
  await run('nsenter', [...enter, 'umount', '--namespace', String(pid), '--lazy', '--', ...paths]);
}

async function shows(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}
