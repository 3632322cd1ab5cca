import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import { EngineError, type ProviderRef } from '../../engines/contract.js';
import type { ItemId } from '../../ids.js';
import { createItem } from '../create/createItem.js';
import { volumeSpec } from '../create/volumeSpec.js';
import type { TaskParts } from '../tasks/taskParts.js';
import type { DesktopTask } from '../tasks/taskQueries.js';

/**
 * A disk that is on the ledger of a desktop, made if need be (D7).
 * @param beforeMaking called when it has to be made
 * @returns undefined when the desktop is no longer this worker's
 * @throws {EngineError}
 */
export async function ensureDisk(
  parts: TaskParts,
  task: DesktopTask,
  diskId: ItemId,
  beforeMaking?: () => Promise<unknown>,
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
  await beforeMaking?.();
  return createItem(parts, diskId, volumeSpec(task, item), task.worker);
}

/** A disk that the desktop has. @throws {EngineError} `refused` when there is none any more */
export async function findDisk(parts: TaskParts, task: DesktopTask, diskId: ItemId): Promise<ProviderRef> {
  const row = await parts.database
    .selectFrom('items')
    .select(['provider_id', 'generation'])
    .where('id', '=', diskId)
    .where('project_id', '=', task.project_id)
    .where('state', '=', 'present')
    .executeTakeFirst();
  if (row === undefined || row.provider_id === null || row.generation === null)
    throw new EngineError('refused', `${task.computer_name} has no disk ${diskId}`);
  return { kind: 'volume', id: row.provider_id, generation: row.generation };
}

/** What the disk is to its desktop from now on. */
export async function placeDisk(
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

/** The desktop does not get the disk; the record is what has it removed, if there is anything of it (`deletion/retire`). */
export async function giveUpDisk(transaction: Transaction, task: DesktopTask, diskId: ItemId): Promise<void> {
  await placeDisk(transaction, task, diskId, 'past');
  await sql`
    insert into retirements (item_id, project_id, desktop_id, accepted_at, due_at)
    values (${diskId}, ${task.project_id}, ${task.id}, now(), now())`.execute(transaction);
}
