import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import type { DesktopId, DesktopUserId, ProjectId } from '../../ids.js';
import type { AttachOrder } from './attachOrder.js';

/** Which of the desktops whose data are to be cleared somebody has or had. */
export async function findUsed(
  transaction: Transaction,
  projectId: ProjectId,
  orders: readonly AttachOrder[],
): Promise<Set<DesktopId>> {
  const ids = orders.filter((order) => order.clearsData).map((order) => order.desktopId);
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ desktop_id: DesktopId }>`
    select desktop_id from desktop_assignments
      where project_id = ${projectId} and desktop_id = any(${ids}::uuid[])
    union select desktop_id from desktop_detachments
      where project_id = ${projectId} and desktop_id = any(${ids}::uuid[])
    union select desktop_id from desktop_group_assignments
      where project_id = ${projectId} and desktop_id = any(${ids}::uuid[])
    union select desktop_id from desktop_group_detachments
      where project_id = ${projectId} and desktop_id = any(${ids}::uuid[])`.execute(transaction);
  return new Set(rows.map((row) => row.desktop_id));
}

/** Which users have these desktops. */
export async function readAssignments(
  transaction: Transaction,
  projectId: ProjectId,
  desktopIds: readonly DesktopId[],
): Promise<Map<DesktopId, Set<DesktopUserId>>> {
  const rows = await transaction
    .selectFrom('desktop_assignments')
    .select(['desktop_id', 'user_id'])
    .where('project_id', '=', projectId)
    .where(sql<boolean>`desktop_id = any(${[...desktopIds]}::uuid[])`)
    .execute();
  const found = new Map<DesktopId, Set<DesktopUserId>>();
  for (const row of rows)
    found.set(row.desktop_id, (found.get(row.desktop_id) ?? new Set()).add(row.user_id));
  return found;
}
