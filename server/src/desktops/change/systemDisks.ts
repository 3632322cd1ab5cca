import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import type { RebuildChange } from '../../database/schema/taskChange.js';
import { EngineError, type ProviderRef } from '../../engines/contract.js';
import type { ItemId } from '../../ids.js';
import { createItem } from '../create/createItem.js';
import { volumeSpec } from '../create/volumeSpec.js';
import type { TaskParts } from '../tasks/taskParts.js';
import { type DesktopTask, isStillHeld, showTask } from '../tasks/taskQueries.js';

/** How long a call may lie about before the engine begins with it, in milliseconds: well within the time of a claim. */
const maxWait = 10_000;

/**
 * The system disk that a desktop is to have, made if need be (D7).
 * @returns undefined when the desktop is no longer this worker's
 * @throws {EngineError}
 */
export async function ensureNextDisk(
  parts: TaskParts,
  task: DesktopTask,
  { diskId }: RebuildChange,
): Promise<ProviderRef | undefined> {
  const item = await parts.database
    .selectFrom('items')
    .select(['id', 'single_use_name', 'size_gib', 'volume_type', 'device', 'iops', 'throughput'])
    .select(['provider_id', 'generation'])
    .where('id', '=', diskId)
    .where('project_id', '=', task.project_id)
    .executeTakeFirstOrThrow();
  const { provider_id: id, generation } = item;
  if (id !== null && generation !== null) return { kind: 'volume', id, generation };
  await showTask(parts.database, task, 'rebuild_block_device_mapping');
  return createItem(parts, diskId, volumeSpec(task, item), task.worker);
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

/** The system disk that a desktop had before, as the ledger says. @throws {EngineError} `refused` when it has none */
export async function findFormerDisk(
  parts: TaskParts,
  task: DesktopTask,
  { formerId }: RebuildChange,
): Promise<ProviderRef> {
  const row = await parts.database
    .selectFrom('items')
    .select(['provider_id', 'generation'])
    .where('id', '=', formerId)
    .where('project_id', '=', task.project_id)
    .where('state', '=', 'present')
    .executeTakeFirst();
  if (row === undefined || row.provider_id === null || row.generation === null)
    throw new EngineError('refused', `${task.computer_name} has no system disk`);
  return { kind: 'volume', id: row.provider_id, generation: row.generation };
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
  await place(transaction, task, change.formerId, 'past');
  await place(transaction, task, change.diskId, 'current');
}

/** The desktop does not get the disk; the record is what has it removed, if there is anything of it (`deletion/retire`). */
export async function giveUpNextDisk(
  transaction: Transaction,
  task: DesktopTask,
  { diskId }: RebuildChange,
): Promise<void> {
  await place(transaction, task, diskId, 'past');
  await sql`
    insert into retirements (item_id, project_id, desktop_id, accepted_at, due_at)
    values (${diskId}, ${task.project_id}, ${task.id}, now(), now())`.execute(transaction);
}

async function place(
  transaction: Transaction,
  task: DesktopTask,
  diskId: ItemId,
  where: 'current' | 'past',
): Promise<void> {
  await transaction
    .updateTable('items')
    .set({ place: where })
    .where('id', '=', diskId)
    .where('project_id', '=', task.project_id)
    .execute();
}
