import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import type { NetworkChange } from '../../database/schema/taskChange.js';
import { EngineError, type ProviderRef } from '../../engines/contract.js';
import type { ItemId } from '../../ids.js';
import { createItem } from '../create/createItem.js';
import { portSpec } from '../create/portSpec.js';
import type { TaskParts } from '../tasks/taskParts.js';
import type { DesktopTask } from '../tasks/taskQueries.js';

/**
 * The port that a desktop is to have, made if need be (D7).
 * @returns undefined when the desktop is no longer this worker's
 * @throws {EngineError}
 */
export async function ensureNextPort(
  parts: TaskParts,
  task: DesktopTask,
  { portId }: NetworkChange,
): Promise<ProviderRef | undefined> {
  const item = await parts.database
    .selectFrom('items')
    .select(['id', 'single_use_name', 'provider_id', 'generation'])
    .where('id', '=', portId)
    .where('project_id', '=', task.project_id)
    .executeTakeFirstOrThrow();
  const { provider_id: id, generation } = item;
  if (id !== null && generation !== null) return { kind: 'port', id, generation };
  return createItem(parts, portId, await portSpec(parts, task, item), task.worker);
}

/** The port that a desktop has, as the ledger says. @throws {EngineError} `refused` when it has none */
export async function findCurrentPort(parts: TaskParts, task: DesktopTask): Promise<ProviderRef> {
  const row = await parts.database
    .selectFrom('items')
    .select(['provider_id', 'generation'])
    .where('desktop_id', '=', task.id)
    .where('project_id', '=', task.project_id)
    .where('kind', '=', 'port')
    .where('state', '=', 'present')
    .where('place', '=', 'current')
    .executeTakeFirst();
  if (row === undefined || row.provider_id === null || row.generation === null)
    throw new EngineError('refused', `${task.computer_name} has no port`);
  return { kind: 'port', id: row.provider_id, generation: row.generation };
}

/** The desktop has the new port from now on, and the ones before it go. */
export async function switchPorts(transaction: Transaction, task: DesktopTask, next: ItemId): Promise<void> {
  await retire(transaction, task, 'current');
  await transaction
    .updateTable('items')
    .set({ place: 'current' })
    .where('id', '=', next)
    .where('project_id', '=', task.project_id)
    .execute();
}

/** The desktop does not get the port that it was to have: that one goes. */
export async function giveUpNextPort(transaction: Transaction, task: DesktopTask): Promise<void> {
  await retire(transaction, task, 'next');
}

/** From now on such ports of the desktop are to go; the record is what has them removed (`deletion/retire`). */
async function retire(transaction: Transaction, task: DesktopTask, place: 'next' | 'current'): Promise<void> {
  await sql`
    with retired as (
      update items set place = 'past'
      where desktop_id = ${task.id} and project_id = ${task.project_id} and kind = 'port'
        and place = ${place} and state <> 'absent'
      returning id, project_id, desktop_id
    )
    insert into retirements (item_id, project_id, desktop_id, accepted_at, due_at)
    select id, project_id, desktop_id, now(), now() from retired`.execute(transaction);
}
