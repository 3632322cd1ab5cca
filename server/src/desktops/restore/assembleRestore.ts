import { restoreFormat } from '@deskplane/verify/restoreTypes.js';
import { awaitSealed } from '../../audit/awaitSealed.js';
import { contentOf } from '../../audit/logEntry.js';
import { entriesProvenBy, keysOf } from '../../audit/proveEntries.js';
import { readEntries, readHead, readWritten } from '../../audit/readLog.js';
import type { Database } from '../../database/connect.js';
import type { DesktopId, ItemId, JobId, ProjectId } from '../../ids.js';

/** Which restore is meant; a job puts a disk back to a snapshot once. */
export interface RestoreName {
  readonly projectId: ProjectId;
  readonly desktopId: DesktopId;
  readonly snapshotId: ItemId;
  readonly jobId: JobId;
}

/**
 * Puts together what it takes to check what came of a restore without the service: the signed statement, the entry of the request for it,
 * proofs that both are in the log, the signed head and the keys. Nothing of it is erased with the snapshot or the desktop.
 * @returns undefined while it runs, and for one that never was
 * @throws {ApiError} DPL.0503 when the log is not sealed in time
 */
export async function assembleRestore(database: Database, name: RestoreName) {
  const { projectId, desktopId } = name;
  const written = await readWritten(database, projectId, desktopId, 'restore-receipt');
  const statement = written.find(({ payload }) => isOf(payload, name));
  if (statement === undefined) return undefined;
  await awaitSealed(database, statement.sequence);
  const head = await readHead(database);
  if (head === undefined) throw new Error('A log with sealed entries has no head.');
  const entries = await readEntries(database, projectId, desktopId, head.size);
  const receipt = entries.find(({ kind, payload }) => kind === 'restore-receipt' && isOf(payload, name));
  const acceptance = entries.find(({ kind, payload }) => kind === 'restore' && isOf(payload, name));
  if (receipt === undefined || acceptance === undefined)
    throw new Error(`The restore to ${name.snapshotId} by the job ${name.jobId} is not in the log.`);
  const { plain, signed } = entriesProvenBy(database, head);
  const proven = { receipt: await signed(receipt), acceptance: await plain(acceptance) };
  return {
    format: restoreFormat,
    ...proven,
    head: head.envelope,
    keys: await keysOf(database, [head.envelope, proven.receipt.envelope]),
  };
}

function isOf(payload: Buffer, { snapshotId, jobId }: RestoreName): boolean {
  const content = contentOf(payload);
  return content['snapshot_id'] === snapshotId && content['job_id'] === jobId;
}
