import { setTimeout as pause } from 'node:timers/promises';
import type { TaskChange } from '../../database/schema/taskChange.js';
import { EngineError } from '../../engines/contract.js';
import { backoff } from '../../retry/backoff.js';
import { machineTime } from '../../system/machineTime.js';
import type { WorkerLease } from '../../workers/lease.js';
import type { Work } from '../../workers/loop.js';
import { abandonChange, changeServer, mustGoOn } from '../change/changeServer.js';
import { buildDesktop } from '../create/buildDesktop.js';
import { createPostgresCreations } from '../create/creations.js';
import { abandonStep, changeDisks, mustLook } from '../disks/changeDisks.js';
import { powerTasks, switchPower } from '../power/switchPower.js';
import { abandonRestore, mustRestore, restoreDisks } from '../restore/restoreDisks.js';
import { giveUpSnapshots, makeSnapshots } from '../snapshots/makeSnapshots.js';
import { describeFailure, isPassing } from './taskErrors.js';
import type { TaskParts } from './taskParts.js';
import { claimTasks, type DesktopTask, finishTask, postponeTask } from './taskQueries.js';

/** After so many failures in a row, about three minutes, a task is given up. */
const maxAttempts = 14;

export interface DesktopWorld extends Omit<TaskParts, 'creations' | 'pause' | 'machineTime'> {
  readonly lease: WorkerLease;
}

/** The work of desktops that are being created, started, stopped, restarted or changed. */
export function createDesktopWork(world: DesktopWorld): Work<DesktopTask> {
  const creations = createPostgresCreations(world.database);
  const parts: TaskParts = { ...world, creations, pause, machineTime };
  return {
    name: 'desktops',
    rest: 20,
    capacity: 20,
    claim: (limit) => claimTasks(world.database, world.lease.current(), limit),
    keyOf: (task) => task.id,
    perform: (task) => perform(parts, task),
  };
}

async function perform(parts: TaskParts, task: DesktopTask): Promise<number | undefined> {
  const { task_change: change } = task;
  const switching = powerTasks[task.task_status] !== undefined;
  try {
    if (change !== null) return await goOn(parts, task, change);
    return await (switching ? switchPower(parts, task) : buildDesktop(parts, task));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const attempts = task.task_attempts + 1;
    parts.logger.warn(
      { desktop: task.id, task: task.task_status, attempts, err: error },
      'a desktop task failed',
    );
    if (isPassing(error) && (attempts < maxAttempts || (change !== null && mustBeMade(change, error)))) {
      const random = parts.ambient.randomBytes(1).readUInt8() / 256;
      return postponeTask(parts.database, task, {
        inMilliseconds: backoff(attempts, random, 200, 30_000),
        attempts,
      });
    }
    const failure = describeFailure(error, task.language);
    if (change !== null) return giveUp(parts, task, change, failure);
    await finishTask(parts.database, task, {
      // A power switch that failed leaves the desktop as it was; one that could not be built is of no use.
      status: switching ? task.status : 'ERROR',
      now: parts.ambient.now(),
      failure,
    });
    return undefined;
  }
}

function goOn(parts: TaskParts, task: DesktopTask, change: TaskChange): Promise<number | undefined> {
  switch (change.kind) {
    case 'disks':
      return changeDisks(parts, task, change);
    case 'snapshots':
      return makeSnapshots(parts, task, change);
    case 'restore':
      return restoreDisks(parts, task, change);
    case 'network':
    case 'product':
    case 'rebuild':
      return changeServer(parts, task, change);
  }
}

function giveUp(
  parts: TaskParts,
  task: DesktopTask,
  change: TaskChange,
  failure: ReturnType<typeof describeFailure>,
): Promise<number | undefined> {
  switch (change.kind) {
    case 'disks':
      return abandonStep(parts, task, change, failure);
    case 'snapshots':
      return giveUpSnapshots(parts, task, change, failure);
    case 'restore':
      return abandonRestore(parts, task, change, failure);
    case 'network':
    case 'product':
    case 'rebuild':
      return abandonChange(parts, task, change, failure);
  }
}

/** Whether a change has to go on however often its step fails. */
function mustBeMade(change: TaskChange, error: EngineError): boolean {
  switch (change.kind) {
    case 'disks':
      return mustLook(change);
    case 'snapshots':
      return false;
    case 'restore':
      return mustRestore(error);
    case 'network':
    case 'product':
    case 'rebuild':
      return mustGoOn(change);
  }
}
