import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { DesktopId, ProjectId } from '../../ids.js';

/**
 * The desktop that decides about who may see a deletion: the deleted one, or that of the disk or snapshot, also once only the proof is left.
 * @param deletionId what is or was deleted, or anything that never was
 */
export async function findDeletedFrom(
  database: Kysely<Schema>,
  projectId: ProjectId,
  deletionId: DesktopId,
): Promise<DesktopId> {
  const { rows } = await sql<{ id: DesktopId }>`
    select disk_of as id from deletions
    where desktop_id = ${deletionId} and project_id = ${projectId} and disk_of is not null
    union all
    select p.desktop_id from past_items p join desktops d on d.id = p.desktop_id
    where p.item_id = ${deletionId} and p.kind in ('volume', 'snapshot') and d.project_id = ${projectId}
      and exists (select from log_entries e where e.desktop_id = ${deletionId} and e.kind = 'acceptance')
    limit 1`.execute(database);
  return rows[0]?.id ?? deletionId;
}
