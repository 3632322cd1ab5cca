import type { Database, Transaction } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import type { JobId, ProjectId } from '../ids.js';
import { insertDoneJob, type ServiceParts } from './applyWorkspace.js';
import { findWorkspace } from './findWorkspace.js';

/**
 * Locks the service: its users are signed out, and nobody signs in or makes anything in it (see `holdWorkspace`) until it is unlocked.
 * What is locked already is locked for the new reason, since when it was.
 * @throws {ApiError} WKS.00010099 when it is not open
 */
export async function lockWorkspace(
  { database, ambient }: ServiceParts,
  projectId: ProjectId,
  reason: string,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const locked_at = (await findWorkspace(transaction, projectId))?.locked_at ?? ambient.now();
    await setLock(transaction, projectId, { locked_at, lock_reason: reason });
    await transaction.deleteFrom('desk_sessions').where('project_id', '=', projectId).execute();
  });
}

/**
 * Unlocks it; nothing happens to one that is not locked.
 * @returns the job that reports it, which is done
 * @throws {ApiError} WKS.00010099 when it is not open
 */
export async function unlockWorkspace(
  { database, ambient }: ServiceParts,
  projectId: ProjectId,
): Promise<JobId> {
  return database.transaction().execute(async (transaction) => {
    await setLock(transaction, projectId, { locked_at: null, lock_reason: '' });
    return insertDoneJob(transaction, ambient, projectId, 'unlockWorkspace');
  });
}

/** Since when and why it is locked; undefined: it is not. */
export async function findLock(
  database: Database,
  projectId: ProjectId,
): Promise<{ readonly since: Date; readonly reason: string } | undefined> {
  const workspace = await findWorkspace(database, projectId);
  if (workspace === undefined || workspace.locked_at === null) return undefined;
  return { since: workspace.locked_at, reason: workspace.lock_reason };
}

async function setLock(
  transaction: Transaction,
  projectId: ProjectId,
  lock: { readonly locked_at: Date | null; readonly lock_reason: string },
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('workspaces')
    .set(lock)
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new ApiError('WKS.00010099');
}
