import type { RestoreStep } from '../../database/schema/taskChange.js';
import type { EngineName } from '../../engines/contract.js';
import type { DesktopId, IamUserId, JobId, ProjectId } from '../../ids.js';
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

/** The entry of the log about a request (docs/en/receipt-format.md). @param at when it was accepted; RFC 3339 */
export function describeRequest(call: RestoreCall, found: Restorable, at: string) {
  const { disk, desktop } = found;
  const volume = { provider_id: disk.providerId, generation: disk.generation };
  const snapshot = {
    provider_id: found.providerId,
    generation: found.generation,
    created_at: found.createdAt.toISOString(),
  };
  return {
    type: 'restore',
    version: 1,
    project_id: call.projectId,
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

/** Who says what came of a restore. */
interface Witness {
  readonly version: string;
  /** Which installation; null where it has no name yet. */
  readonly instance: string | null;
}

/**
 * What came of a restore: that what the disk held was replaced by what the snapshot holds, on the word of the engine,
 * or that it may hold either. It claims no more: the key is the same as before, so nothing is said to be destroyed.
 * @param at when it ended; RFC 3339
 */
export function describeEnd(end: RestoreEnd, at: string, service: Witness) {
  const { desktopId, step, failedBy } = end;
  const { accepted } = step;
  return {
    type: 'restore-receipt',
    version: 1,
    engine: { name: end.engine, simulated: end.engine === 'simulated' },
    service: { name: 'deskplane', ...service },
    project_id: end.projectId,
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
}
