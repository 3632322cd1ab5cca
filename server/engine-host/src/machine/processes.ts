import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxIdentity } from '../items/records.js';
import { HostFault, systemCode } from './fault.js';

/** Environment variable by which the engine host knows the privileged processes of a sandbox again after a crash. */
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

/**
 * Every living process that belongs to a sandbox: those under the desktop's own user id, and the privileged ones that
 * carry its mark. A guest could give its own processes any environment, so the mark counts for root's processes only.
 */
export async function findSandboxProcesses(mark: string, uid: number | undefined): Promise<FoundProcess[]> {
  const wanted = `${markVariable}=${mark}`;
  const found: FoundProcess[] = [];
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const startTime = startTimeOf(pid);
    if (startTime === undefined) continue;
    const users = await usersOf(pid);
    const ours =
      (uid !== undefined && users.includes(uid)) ||
      (users.includes(0) && (await environmentHas(pid, wanted)));
    if (ours) found.push({ pid, startTime });
  }
  return found;
}

/** All user ids that any process runs under now. */
export async function userIdsInUse(): Promise<Set<number>> {
  const ids = new Set<number>();
  for (const entry of await readdir('/proc')) {
    if (/^\d+$/.test(entry)) for (const id of await usersOf(Number(entry))) ids.add(id);
  }
  return ids;
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

/**
 * Kills a sandbox to the last process and returns once /proc shows none.
 * @throws {HostFault} `timeout` naming the processes that do not die (stuck in the kernel)
 */
export async function killSandbox(mark: string, uid: number, deadlineMs = 15_000): Promise<void> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const left = await findSandboxProcesses(mark, uid);
    if (left.length === 0) return;
    if (performance.now() > end) {
      throw new HostFault('timeout', `processes do not die: ${left.map((each) => each.pid).join(', ')}`);
    }
    for (const each of left) killExactly(each);
    await pause(5);
  }
}

async function usersOf(pid: number): Promise<number[]> {
  const status = await readIfThere(`/proc/${pid}/status`);
  const line = /^Uid:\s+(.+)$/m.exec(status ?? '')?.[1];
  return line === undefined ? [] : line.split(/\s+/).map(Number);
}

async function environmentHas(pid: number, entry: string): Promise<boolean> {
  const environment = await readIfThere(`/proc/${pid}/environ`);
  return environment !== undefined && environment.split('\0').includes(entry);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = systemCode(error);
    // ESRCH: the process ended between open and read. EACCES, EPERM: somebody shut it even for root, and we did not.
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return undefined;
    throw error;
  }
}
