import { EngineError, type EngineErrorReason } from '../engines/contract.js';
import { backoff } from '../workers/backoff.js';
import type { WorkerLease } from '../workers/lease.js';
import type { Work } from '../workers/loop.js';
import { type BuildParts, buildDesktop } from './buildDesktop.js';
import { powerTasks, switchPower } from './switchPower.js';
import { claimTasks, type DesktopTask, finishTask, postponeTask } from './taskQueries.js';

/** Errors that another attempt cannot mend. */
const final: ReadonlySet<EngineErrorReason> = new Set(['refused', 'capacity', 'not-found']);
const mostAttempts = 8;

/** The work of desktops that are being created, started, stopped or restarted. */
export function createDesktopWork(parts: BuildParts & { readonly lease: WorkerLease }): Work<DesktopTask> {
  return {
    name: 'desktops',
    capacity: 20,
    claim: (limit) => claimTasks(parts.database, parts.lease.current(), limit),
    keyOf: (task) => task.id,
    perform: (task) => perform(parts, task),
  };
}

async function perform(parts: BuildParts, task: DesktopTask): Promise<void> {
  const switching = powerTasks[task.task_status] !== undefined;
  try {
    await (switching ? switchPower(parts, task) : buildDesktop(parts, task));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const attempts = task.task_attempts + 1;
    parts.logger.warn(
      { desktop: task.id, task: task.task_status, attempts, err: error },
      'a desktop task failed',
    );
    if (!final.has(error.reason) && attempts < mostAttempts) {
      const random = parts.ambient.randomBytes(1).readUInt8() / 256;
      await postponeTask(parts.database, task, {
        inMilliseconds: backoff(attempts, random, 200, 10_000),
        attempts,
      });
      return;
    }
    await finishTask(parts.database, task, {
      // A power switch that failed leaves the desktop as it was; one that could not be built is of no use.
      status: switching ? task.status : 'ERROR',
      now: parts.ambient.now(),
      failure: { code: 'DPL.0500', reason: `${error.reason}: ${error.message}`.slice(0, 1000) },
    });
  }
}
