import { spawn } from 'node:child_process';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxIdentity } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { markVariable, startTimeOf } from '../machine/processes.js';
import { plainEnvironment } from '../machine/run.js';
import { type SandboxPlan, sandboxArguments } from './sandboxArguments.js';

const launchTimeoutMs = 20_000;
const statusFd = 3;
const gateFd = 4;

/** A sandbox that is complete but has not run anything of the guest yet. */
export interface LaunchedSandbox {
  readonly identity: SandboxIdentity;
  /** Lets the guest's first program run. */
  release(): void;
}

/**
 * Starts the sandbox of a desktop and stops right before the guest's first program, so that its identity can be
 * recorded and its limits set. Detached: it has its own session and lives on when the engine host ends.
 * @param mark by which its privileged processes are found after a crash
 * @throws {HostFault} `internal` with bubblewrap's own words
 */
export async function launchSandbox(
  plan: Omit<SandboxPlan, 'statusFd' | 'gateFd'>,
  mark: string,
  bootId: string,
): Promise<LaunchedSandbox> {
  const [program, args] = await sandboxArguments({ ...plan, statusFd, gateFd });
  const statusPath = join(plan.filesDir, 'status.json');
  const logPath = join(plan.filesDir, 'launch.log');
  await rm(statusPath, { force: true });
  // Files and not pipes: nothing then breaks in a desktop that outlives us.
  const log = await open(logPath, 'w', 0o600);
  const status = await open(statusPath, 'w', 0o600);
  let failure: string | undefined;
  try {
    const child = spawn(program, args, {
      cwd: '/',
      detached: true,
      env: { ...plainEnvironment, [markVariable]: mark },
      stdio: ['ignore', log.fd, log.fd, status.fd, 'pipe'],
    });
    child.on('error', (error) => {
      failure = error.message;
    });
    child.on('exit', (code, signal) => {
      failure ??= `${program} ended with ${signal ?? `code ${code}`}`;
    });
    child.unref();
    const gate = child.stdio[gateFd];
    // The sandbox may die before it reads its gate; what matters then is seen from its process.
    gate?.on('error', () => undefined);
    const pid = await waitForInit(statusPath, () => failure);
    const startTime = startTimeOf(pid);
    if (startTime === undefined) throw new HostFault('internal', 'it ended at once');
    return {
      identity: { pid, startTime, bootId },
      release() {
        if (gate instanceof Writable) gate.end('\n');
      },
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const words = (await readFile(logPath, 'utf8')).trim().slice(0, 500);
    throw new HostFault('internal', `the sandbox could not be started: ${words || why}`, { cause: error });
  } finally {
    await status.close();
    await log.close();
  }
}

/** The process id that bubblewrap writes before anything of the guest runs; later lines are not looked at. */
async function waitForInit(statusPath: string, failure: () => string | undefined): Promise<number> {
  const end = performance.now() + launchTimeoutMs;
  for (;;) {
    const [line, ...rest] = (await readFile(statusPath, 'utf8')).split('\n');
    if (line !== undefined && rest.length > 0) {
      const pid = /"child-pid": ?(\d+)/.exec(line)?.[1];
      if (pid === undefined) throw new HostFault('internal', `bubblewrap reported ${line.slice(0, 200)}`);
      return Number(pid);
    }
    const failed = failure();
    if (failed !== undefined) throw new HostFault('internal', failed);
    if (performance.now() > end) throw new HostFault('timeout', 'bubblewrap did not report in time');
    await pause(5);
  }
}
