import type { Selectable } from 'kysely';
import type { Transaction } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import type { DesktopId, ProjectId } from '../ids.js';

export type DesktopRow = Selectable<Schema['desktops']>;

/**
 * The named desktops of a project that are not gone, locked in id order, so that two batches over the same desktops wait
 * for each other instead of failing.
 */
export async function lockDesktops(
  transaction: Transaction,
  projectId: ProjectId,
  desktopIds: readonly DesktopId[],
): Promise<Map<DesktopId, DesktopRow>> {
  if (desktopIds.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('desktops')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('id', 'in', desktopIds)
    .where('gone_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
