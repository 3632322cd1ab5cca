import type { Transaction } from '../../database/connect.js';
import type { RebuildChange } from '../../database/schema/taskChange.js';
import type { ProviderRef } from '../../engines/contract.js';
import { ensureDisk, placeDisk } from '../disks/diskRecords.js';
import type { TaskParts } from '../tasks/taskParts.js';
import { type DesktopTask, isStillHeld, showTask } from '../tasks/taskQueries.js';

/** How long a call may lie about before the engine begins with it, in milliseconds: well within the time of a claim. */
const maxWait = 10_000;

/**
 * The system disk that a desktop is to have, made if need be (D7).
 * @returns undefined when the desktop is no longer this worker's
 * @throws {EngineError}
 */
export function ensureNextDisk(
  parts: TaskParts,
  task: DesktopTask,
  { diskId }: RebuildChange,
): Promise<ProviderRef | undefined> {
  return ensureDisk(parts, task, diskId, () =>
    showTask(parts.database, task, 'rebuild_block_device_mapping'),
  );
}

/**
 * Lets a server that is off begin with another system disk.
 * @returns whether the desktop is still this worker's; otherwise the engine was not asked
 * @throws {EngineError}
 */
export async function replaceDisk(
  parts: TaskParts,
  task: DesktopTask,
  server: ProviderRef,
  { disk, imageId }: { readonly disk: ProviderRef; readonly imageId: string },
): Promise<boolean> {
  // Counted from before the look: whoever takes the desktop over later is not followed by this call.
  const notAfter = Math.floor(parts.machineTime() + maxWait);
  if (!(await isStillHeld(parts.database, task))) return false;
  await parts.engine.replaceSystemDisk(server, disk, imageId, notAfter);
  return true;
}

/** The desktop has the new system disk from now on, and the deletion of the former is accepted. */
export async function switchDisks(
  { endFormerDisk }: Pick<TaskParts, 'endFormerDisk'>,
  transaction: Transaction,
  task: DesktopTask,
  change: RebuildChange,
): Promise<void> {
  // While it is still the desktop's: what was its disk before is no more to be found as a part of it.
  await endFormerDisk(transaction, { projectId: task.project_id, desktopId: task.id, change });
  await placeDisk(transaction, task, change.formerId, 'past');
  await placeDisk(transaction, task, change.diskId, 'current');
}
