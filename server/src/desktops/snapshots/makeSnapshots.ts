import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import type { SnapshotChange } from '../../database/schema/taskChange.js';
import { EngineError, type SnapshotSpec } from '../../engines/contract.js';
import type { Generation, ItemId, ProviderId, SingleUseName } from '../../ids.js';
import { createItem } from '../create/createItem.js';
import type { TaskParts } from '../tasks/taskParts.js';
import { type DesktopTask, finishTask } from '../tasks/taskQueries.js';

/** What callers see while snapshots are made (docs/reference/desktops.md#task-states). */
export const snapshotWord = 'updating';

interface SnapshotRow {
  readonly id: ItemId;
  readonly name: SingleUseName;
  readonly made: boolean;
  readonly volume_id: ProviderId | null;
  readonly volume_generation: Generation | null;
}

/**
 * Has the snapshots of a desktop made that are on the ledger, one after the other. The desktop stays as it is.
 * @throws {EngineError}
 */
export async function makeSnapshots(
  parts: TaskParts,
  task: DesktopTask,
  change: SnapshotChange,
): Promise<undefined> {
  for (const row of await readSnapshots(parts, task, change)) {
    if (row.made) continue;
    const ref = await createItem(parts, row.id, specOf(task, row), task.worker);
    // Another's by now, or a deletion's.
    if (ref === undefined) return undefined;
  }
  await finishTask(parts.database, task, { status: task.status, now: parts.ambient.now() });
  return undefined;
}

/** Ends the making of snapshots that the engine will not have: those that are not made are so for good, and are still to be deleted. */
export async function giveUpSnapshots(
  parts: TaskParts,
  task: DesktopTask,
  change: SnapshotChange,
  failure: { readonly code: string; readonly reason: string },
): Promise<undefined> {
  const alongside = async (transaction: Transaction): Promise<void> => {
    await sql`
      update snapshots s set failed = true
      from items i
      where s.item_id = any(${change.snapshotIds}::uuid[]) and s.project_id = ${task.project_id}
        and i.id = s.item_id and i.state = 'intended'`.execute(transaction);
  };
  await finishTask(parts.database, task, {
    status: task.status,
    now: parts.ambient.now(),
    failure,
    alongside,
  });
  return undefined;
}

async function readSnapshots(
  { database }: TaskParts,
  task: DesktopTask,
  { snapshotIds }: SnapshotChange,
): Promise<readonly SnapshotRow[]> {
  const { rows } = await sql<SnapshotRow>`
    select i.id, i.single_use_name as name, i.state <> 'intended' as made, v.provider_id as volume_id, v.generation as volume_generation
    from snapshots s join items i on i.id = s.item_id join items v on v.id = s.volume_id
    where s.item_id = any(${snapshotIds}::uuid[]) and s.project_id = ${task.project_id} and s.desktop_id = ${task.id}
    order by array_position(${snapshotIds}::uuid[], s.item_id)`.execute(database);
  return rows;
}

/** @throws {EngineError} `refused` when its disk is on no record */
function specOf(task: DesktopTask, row: SnapshotRow): SnapshotSpec {
  const { volume_id: id, volume_generation: generation } = row;
  if (id === null || generation === null)
    throw new EngineError('refused', `a disk of ${task.computer_name} was never made`);
  return {
    kind: 'snapshot',
    name: row.name,
    projectId: task.project_id,
    desktopId: task.id,
    volume: { kind: 'volume', id, generation },
  };
}
