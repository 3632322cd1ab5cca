import type { Transaction } from '../../database/connect.js';
import type { AddStep, DiskChange, DiskStep, GrowStep } from '../../database/schema/taskChange.js';
import { EngineError, type ProviderRef } from '../../engines/contract.js';
import { setSubJob } from '../../jobs/setSubJob.js';
import { findServer } from '../power/steerServer.js';
import type { TaskParts } from '../tasks/taskParts.js';
import { type DesktopTask, finishTask, nextStage } from '../tasks/taskQueries.js';
import { ensureDisk, findDisk, giveUpDisk, placeDisk } from './diskRecords.js';

/** What callers see while disks of a desktop are changed (docs/reference/desktops.md#task-states). */
export const diskWord = 'updating';

type Failure = NonNullable<GrowStep['failure']>;

/**
 * Takes the change of a desktop's disks one step further: adds the next one, lets it grow, or gives it its speed. What the engine is
 * told can be told again: a crash in between repeats it.
 * @returns in how many milliseconds to look again, if at all
 * @throws {EngineError}
 */
export async function changeDisks(
  parts: TaskParts,
  task: DesktopTask,
  change: DiskChange,
): Promise<number | undefined> {
  const [step] = change.steps;
  if (step === undefined) {
    await finishTask(parts.database, task, { status: task.status, now: parts.ambient.now() });
    return undefined;
  }
  if (step.what === 'add') {
    if (!(await addDisk(parts, task, step))) return undefined;
    return stepOn(parts, task, change, {
      effect: (transaction) => placeDisk(transaction, task, step.diskId, 'current'),
    });
  }
  const disk = await findDisk(parts, task, step.diskId);
  if (step.what === 'speed') {
    const { iops, throughputMiB } = step;
    await parts.engine.setVolumeSpeed(disk, { iops, throughputMiB });
    return stepOn(parts, task, change, {
      effect: (transaction) => record(transaction, task, step, { iops, throughput: throughputMiB }),
    });
  }
  if (step.failure === undefined) await parts.engine.resizeVolume(disk, step.sizeGiB);
  const size = step.failure === undefined ? step.sizeGiB : await sizeOf(parts, disk);
  return stepOn(parts, task, change, {
    failure: step.failure,
    effect: (transaction) =>
      record(transaction, task, step, {
        growing_to: null,
        ...(size === undefined ? {} : { size_gib: size }),
      }),
  });
}

/** Whether a step has to be made however often it fails: what became of a disk must be known, to say how large it is (S5). */
export function mustLook({ steps: [step] }: DiskChange): boolean {
  return step?.what === 'grow' && step.failure !== undefined;
}

/**
 * Ends a step that the engine will not make; those behind it are made all the same. A disk that was to be added goes, whatever there
 * is of it; of one that was to grow the size is looked at first, since an answer may have been lost.
 * @returns in how many milliseconds to look again, if at all
 */
export async function abandonStep(
  parts: TaskParts,
  task: DesktopTask,
  change: DiskChange,
  failure: Failure,
): Promise<number | undefined> {
  const [step, ...others] = change.steps;
  if (step?.what !== 'grow' || step.failure !== undefined)
    return stepOn(parts, task, change, {
      failure: step?.what === 'grow' ? step.failure : failure,
      effect: async (transaction) => {
        if (step?.what === 'add') await giveUpDisk(transaction, task, step.diskId);
        if (step?.what === 'grow') await record(transaction, task, step, { growing_to: null });
      },
    });
  const next: DiskChange = { ...change, steps: [{ ...step, failure }, ...others] };
  await nextStage(parts.database, task, { change: next, word: diskWord });
  return 0;
}

/**
 * Brings a disk into being (D7) and gives it to the desktop's server.
 * @returns whether the desktop is still this worker's
 */
async function addDisk(parts: TaskParts, task: DesktopTask, { diskId }: AddStep): Promise<boolean> {
  const server = await findServer(parts, task);
  const disk = await ensureDisk(parts, task, diskId);
  if (disk === undefined) return false;
  await parts.engine.plugVolume(server, disk);
  return true;
}

/** How large the engine says a disk is; undefined: it is gone, or of no size that the engine tells. @throws {EngineError} */
async function sizeOf(parts: TaskParts, disk: ProviderRef): Promise<number | undefined> {
  const seen = await parts.engine.observe(disk);
  if (seen.state === 'unknown') throw new EngineError('unreachable', seen.reason);
  return seen.state === 'present' ? seen.sizeGiB : undefined;
}

interface StepEnd {
  readonly failure?: Failure | undefined;
  /** What is written of the disk, in the same transaction. */
  readonly effect: (transaction: Transaction) => Promise<void>;
}

/** Ends a step with its sub-job, if the desktop is still this worker's, and the task with the last one. */
async function stepOn(
  parts: TaskParts,
  task: DesktopTask,
  { steps: [step, ...others] }: DiskChange,
  { failure, effect }: StepEnd,
): Promise<number | undefined> {
  const now = parts.ambient.now();
  const alongside = async (transaction: Transaction): Promise<void> => {
    await effect(transaction);
    if (step === undefined || task.task_job_id === null) return;
    const { project_id: projectId, task_job_id: jobId, id: desktopId } = task;
    await setSubJob(
      transaction,
      { projectId, jobId, desktopId, volumeId: step.diskId },
      failure === undefined ? { status: 'SUCCESS', at: now } : { status: 'FAILED', at: now, ...failure },
    );
  };
  if (others.length === 0) {
    await finishTask(parts.database, task, { status: task.status, now, alongside });
    return undefined;
  }
  await nextStage(parts.database, task, {
    change: { kind: 'disks', steps: others },
    word: diskWord,
    alongside,
  });
  return 0;
}

async function record(
  transaction: Transaction,
  task: DesktopTask,
  { diskId }: DiskStep,
  columns: { size_gib?: number; growing_to?: null; iops?: number; throughput?: number },
): Promise<void> {
  await transaction
    .updateTable('items')
    .set(columns)
    .where('id', '=', diskId)
    .where('project_id', '=', task.project_id)
    .execute();
}
