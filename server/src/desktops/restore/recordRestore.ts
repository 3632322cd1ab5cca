import { sql } from 'kysely';
import { appendEntry } from '../../audit/appendEntry.js';
import { prepareEntry } from '../../audit/logEntry.js';
import type { Transaction } from '../../database/connect.js';
import { momentAfter } from '../../database/moment.js';
import type { RestoreStep } from '../../database/schema/taskChange.js';
import type { EngineName } from '../../engines/contract.js';
import type { DesktopId, IamUserId, JobId, ProjectId } from '../../ids.js';
import { serviceVersion } from '../../serviceVersion.js';
import { digestOfRestore } from './planRestore.js';
import type { Restorable } from './readRestores.js';

/** Who asked for a restore, and why they may. */
export interface RestoreCall {
  readonly projectId: ProjectId;
  readonly jobId: JobId;
  readonly requestId: string;
  readonly userId: IamUserId;
  readonly allowedBy: string;
  readonly engine: EngineName;
}

/**
 * Writes into the log who wants which disk put back to what, before any effect (S17); no personal data.
 * @returns what the statement at the end refers to
 */
export async function recordAcceptance(
  transaction: Transaction,
  call: RestoreCall,
  found: Restorable,
): Promise<RestoreStep['accepted']> {
  const { projectId } = call;
  const at = await presentMoment(transaction);
  const { disk, desktop } = found;
  const volume = { provider_id: disk.providerId, generation: disk.generation };
  const snapshot = {
    provider_id: found.providerId,
    generation: found.generation,
    created_at: found.createdAt.toISOString(),
  };
  const content = {
    type: 'restore',
    version: 1,
    project_id: projectId,
    desktop_id: desktop.id,
    volume_id: disk.id,
    snapshot_id: found.id,
    at,
    request_id: call.requestId,
    job_id: call.jobId,
    engine: call.engine,
    actor: { user_id: call.userId },
    allowed_by: call.allowedBy,
    plan_digest: digestOfRestore(found),
    volume,
    snapshot,
    key_id: disk.keyId,
  };
  await appendEntry(transaction, { kind: 'restore', projectId, desktopId: desktop.id, content });
  const entry = prepareEntry(content).leafHash.toString('hex');
  return { entry, at, volume, snapshot, keyId: disk.keyId };
}

/** What came of a restore. */
export interface RestoreEnd {
  readonly projectId: ProjectId;
  readonly desktopId: DesktopId;
  readonly jobId: JobId;
  readonly engine: EngineName;
  readonly step: RestoreStep;
  /** The code of the failure; undefined: the engine said that it was done. */
  readonly failedBy: string | undefined;
}

/**
 * Writes what came of a restore, to be signed: that what the disk held was replaced by what the snapshot holds, on the word of the engine,
 * or that it may hold either. It claims no more: the key is the same as before, so nothing is said to be destroyed.
 */
export async function recordEnd(transaction: Transaction, end: RestoreEnd): Promise<void> {
  const { projectId, desktopId, step, failedBy } = end;
  const { accepted } = step;
  const [at, instance] = [await presentMoment(transaction, accepted.at), await readInstance(transaction)];
  const content = {
    type: 'restore-receipt',
    version: 1,
    engine: { name: end.engine, simulated: end.engine === 'simulated' },
    service: { name: 'deskplane', version: serviceVersion, instance },
    project_id: projectId,
    desktop_id: desktopId,
    volume_id: step.diskId,
    snapshot_id: step.snapshotId,
    job_id: end.jobId,
    accepted: { at: accepted.at, entry: accepted.entry },
    volume: { ...accepted.volume },
    snapshot: { ...accepted.snapshot },
    key: accepted.keyId === null ? null : { id: accepted.keyId, destroyed_at: null },
    outcome: failedBy === undefined ? 'restored' : 'failed',
    content: failedBy === undefined ? 'as-in-the-snapshot' : 'as-before-or-as-in-the-snapshot',
    error_code: failedBy ?? null,
    seen: 'answer-of-the-engine',
    ended_at: at,
  };
  await appendEntry(transaction, { kind: 'restore-receipt', projectId, desktopId, content });
}

/** By the database's clock, and no earlier than what happened before. */
async function presentMoment(transaction: Transaction, before?: string): Promise<string> {
  const known = sql`${before ?? null}::timestamptz`;
  const { rows } = await sql<{ now: Date }>`
    select greatest(${sql.raw(momentAfter())}, ${known}) as now`.execute(transaction);
  const [row] = rows;
  if (row === undefined) throw new Error('The database told no time.');
  return row.now.toISOString();
}

async function readInstance(transaction: Transaction): Promise<string | null> {
  const log = await transaction.selectFrom('log_identity').select('id').executeTakeFirst();
  return log?.id ?? null;
}
