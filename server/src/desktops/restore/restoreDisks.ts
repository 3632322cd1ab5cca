import type { Transaction } from '../../database/connect.js';
import type { RestoreChange, RestoreStep } from '../../database/schema/taskChange.js';
import { EngineError, type ProviderRef } from '../../engines/contract.js';
import { setSubJob } from '../../jobs/setSubJob.js';
import type { TaskParts } from '../tasks/taskParts.js';
import { type DesktopTask, finishTask, isStillHeld, nextStage } from '../tasks/taskQueries.js';
import { recordEnd } from './recordRestore.js';

/** What callers see while a disk is put back (docs/reference/desktops.md#task-states). */
export const restoreWord = 'updating';

/** How long a call may lie about before the engine begins with it, in milliseconds: well within the time of a claim. */
const maxWait = 10_000;

type Failure = { readonly code: string; readonly reason: string };

/**
 * Puts the next disk of a desktop that is off back to a snapshot of it. A crash in between repeats it: nothing can have written to the
 * disk meanwhile, as the desktop has this task until the step has ended.
 * @returns in how many milliseconds to look again, if at all
 * @throws {EngineError}
 */
export async function restoreDisks(
  parts: TaskParts,
  task: DesktopTask,
  change: RestoreChange,
): Promise<number | undefined> {
  const [step] = change.steps;
  if (step === undefined) {
    await finishTask(parts.database, task, { status: task.status, now: parts.ambient.now() });
    return undefined;
  }
  // Counted from before the look: whoever takes the desktop over later, and lets it start, is never followed by this call.
  const notAfter = Math.floor(parts.machineTime() + maxWait);
  const snapshot = await findSnapshot(parts, task, step);
  if (!(await isStillHeld(parts.database, task))) return undefined;
  await parts.engine.restoreSnapshot(snapshot, notAfter);
  return stepOn(parts, task, change, undefined);
}

/** Whether a step has to be told again however often it fails: while nobody knows whether it was made, the desktop must not start (S5). */
export function mustRestore({ reason }: EngineError): boolean {
  return reason === 'timeout' || reason === 'unreachable';
}

/** Ends a step that the engine will not make; those behind it are made all the same. */
export function abandonRestore(
  parts: TaskParts,
  task: DesktopTask,
  change: RestoreChange,
  { code, reason }: Failure,
): Promise<number | undefined> {
  const either = task.language === 'zh' ? eitherContent.zh : eitherContent.en;
  return stepOn(parts, task, change, { code, reason: `${reason} ${either}` });
}

/** An earlier attempt may have been made whose answer was lost; an engine makes it whole or not at all. */
const eitherContent = {
  en: 'The disk holds all that it held before, or all that the snapshot holds.',
  zh: '磁盘的内容要么保持原样，要么与快照完全一致。',
} as const;

/** @throws {EngineError} `refused` when it is on no record any more */
async function findSnapshot(
  { database }: TaskParts,
  task: DesktopTask,
  { snapshotId }: RestoreStep,
): Promise<ProviderRef> {
  const row = await database
    .selectFrom('items')
    .select(['provider_id', 'generation'])
    .where('id', '=', snapshotId)
    .where('project_id', '=', task.project_id)
    .where('desktop_id', '=', task.id)
    .where('kind', '=', 'snapshot')
    .where('state', '=', 'present')
    .executeTakeFirst();
  if (row === undefined || row.provider_id === null || row.generation === null)
    throw new EngineError('refused', `${task.computer_name} has no snapshot ${snapshotId}`);
  return { kind: 'snapshot', id: row.provider_id, generation: row.generation };
}

/** Ends a step with its statement and its sub-job, if the desktop is still this worker's, and the task with the last one: both or nothing. */
async function stepOn(
  { database, ambient, engine }: TaskParts,
  task: DesktopTask,
  { steps: [step, ...others] }: RestoreChange,
  failure: Failure | undefined,
): Promise<number | undefined> {
  const now = ambient.now();
  const alongside = async (transaction: Transaction): Promise<void> => {
    const { project_id: projectId, task_job_id: jobId, id: desktopId } = task;
    if (step === undefined || jobId === null) return;
    const failedBy = failure?.code;
    await recordEnd(transaction, { projectId, desktopId, jobId, engine: engine.name, step, failedBy });
    await setSubJob(
      transaction,
      { projectId, jobId, desktopId, volumeId: step.snapshotId },
      failure === undefined ? { status: 'SUCCESS', at: now } : { status: 'FAILED', at: now, ...failure },
    );
  };
  if (others.length === 0) {
    await finishTask(database, task, { status: task.status, now, alongside });
    return undefined;
  }
  const change: RestoreChange = { kind: 'restore', steps: others };
  await nextStage(database, task, { change, word: restoreWord, alongside });
  return 0;
}
