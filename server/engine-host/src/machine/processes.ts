import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxIdentity } from '../items/records.js';
import { HostFault, systemCode } from './fault.js';

/** Environment variable by which an engine host knows a runc of its instance again, whoever started it. */
export const markVariable = 'DESKPLANE_SANDBOX';

export interface FoundProcess {
  readonly pid: number;
  readonly startTime: string;
}

/** The id of this boot of the machine, a UUID: process ids and start times mean nothing across boots. */
export async function readBootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

/**
 * The start time of a living process in clock ticks since boot (/proc/PID/stat, field 22), or undefined when there is
 * none. A zombie counts as dead: it runs nothing and only waits for its parent.
 */
export function startTimeOf(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ESRCH') return undefined;
    throw error;
  }
  // The second field is the program's name in brackets and may itself hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  return state === 'Z' || state === 'X' ? undefined : fields[19];
}

/** Whether the recorded sandbox still runs: same process id, same start time, same boot. */
export function isAlive(sandbox: SandboxIdentity, bootId: string): boolean {
  return sandbox.bootId === bootId && startTimeOf(sandbox.pid) === sandbox.startTime;
}

/** The living processes that run under a user id. */
export function processesOfUser(uid: number): number[] {
  return processIds().filter((pid) => usersOf(pid).includes(uid) && startTimeOf(pid) !== undefined);
}

/** All user ids that any process runs under now. */
export function userIdsInUse(): Set<number> {
  return new Set(processIds().flatMap(usersOf));
}

/**
 * Ends every runc that an earlier engine host of this instance was still starting a desktop with, so that none comes up later.
 * @throws {HostFault} `timeout` when one does not die
 */
export async function endLaunchers(instance: string, deadlineMs = 15_000): Promise<void> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const left = findLaunchers(instance);
    if (left.length === 0) return;
    if (performance.now() > end) {
      throw new HostFault('timeout', `processes do not die: ${left.map((each) => each.pid).join(', ')}`);
    }
    for (const each of left) killExactly(each);
    await pause(5);
  }
}

function findLaunchers(instance: string): FoundProcess[] {
  const wanted = `${markVariable}=${instance}`;
  return processIds().flatMap((pid) => {
    const startTime = startTimeOf(pid);
    // A guest could give its own processes any environment, so the mark counts for root's only.
    const ours =
      startTime !== undefined &&
      /^Name:\s+runc/.test(statusOf(pid)) &&
      usersOf(pid).includes(0) &&
      readIfThere(`/proc/${pid}/environ`).split('\0').includes(wanted);
    return ours ? [{ pid, startTime }] : [];
  });
}

/** Sends SIGKILL unless the process id has passed to another process meanwhile. */
export function killExactly(process_: FoundProcess): void {
  if (startTimeOf(process_.pid) !== process_.startTime) return;
  try {
    process.kill(process_.pid, 'SIGKILL');
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}

function processIds(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

function usersOf(pid: number): number[] {
  const line = /^Uid:\s+(.+)$/m.exec(statusOf(pid))?.[1];
  return line === undefined ? [] : line.split(/\s+/).map(Number);
}

function statusOf(pid: number): string {
  return readIfThere(`/proc/${pid}/status`);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = systemCode(error);
    // ESRCH: the process ended between open and read. EACCES, EPERM: somebody shut it even for root, and we did not.
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return '';
    throw error;
  }
}
