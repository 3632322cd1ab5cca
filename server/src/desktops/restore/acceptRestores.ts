import type { Ambient } from '../../ambient.js';
import type { Database, Transaction } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import type { RestoreChange, RestoreStep } from '../../database/schema/taskChange.js';
import type { EngineName } from '../../engines/contract.js';
import { ApiError } from '../../errors/errors.js';
import { asId, type IamUserId, type ItemId, type JobId, type ProjectId } from '../../ids.js';
import { insertJob } from '../../jobs/insertJob.js';
import { holdWorkspace } from '../../workspace/findWorkspace.js';
import { type DecidedWith, stillStands } from '../access/standingRights.js';
import { badOrder } from '../create/orderRefusals.js';
import { lockDesktops } from '../lockDesktops.js';
import { beginChange } from '../tasks/beginChange.js';
import { digestOfRestore, requireRestorable } from './planRestore.js';
import { type Restorable, readRestorables } from './readRestores.js';
import { recordAcceptance } from './recordRestore.js';
import { restoreWord } from './restoreDisks.js';

export interface RestoreOrder {
  readonly projectId: ProjectId;
  /** Without repetitions. */
  readonly snapshotIds: readonly ItemId[];
  /** Of plans that the caller agrees to: each snapshot's is one of them. Undefined: whatever the plans are. */
  readonly digests: readonly string[] | undefined;
  /** Who asks. */
  readonly userId: IamUserId;
  readonly requestId: string;
  readonly engine: EngineName;
  /** What allows it, by snapshot. */
  readonly allowedBy: ReadonlyMap<ItemId, string>;
  /** What that was decided with, which must still be so. Left out: no call asks, so that there are no rights to hold. */
  readonly decided?: DecidedWith;
}

/** The type of the job that tells of restores. */
export const restoreJob = 'restoreDesktopBySnapshot';

/**
 * Accepts that disks are put back to snapshots of them: all of them or none. Nothing else is done with their desktops until that has ended,
 * but that a deletion by force takes them over.
 * @returns the job that reports it, a sub-job for each snapshot; undefined: rights or desktops are no longer what was decided with, and
 * nothing was done
 * @throws {ApiError} as of {@link requireRestorable} and {@link holdWorkspace}; WKS.0001 for two snapshots of one disk; DPL.0438 when a plan is no longer the one that
 * was agreed to
 */
export function acceptRestores(
  database: Database,
  ambient: Ambient,
  order: RestoreOrder,
): Promise<JobId | undefined> {
  return retryOnConflict(() =>
    database.transaction().execute((transaction) => acceptIn(transaction, ambient, order)),
  );
}

async function acceptIn(
  transaction: Transaction,
  ambient: Ambient,
  order: RestoreOrder,
): Promise<JobId | undefined> {
  const { projectId, snapshotIds, digests } = order;
  await holdWorkspace(transaction, projectId);
  const known = await readRestorables(transaction, projectId, snapshotIds);
  const owners = [...new Set([...known.values()].map(({ desktop }) => desktop.id))];
  const desktops = await lockDesktops(transaction, projectId, owners);
  if (order.decided !== undefined && !(await stillStands(transaction, order.decided, desktops)))
    return undefined;
  // Nobody can change the desktops any more, nor begin to delete a part of one.
  const locked = await readRestorables(transaction, projectId, snapshotIds);
  const restorables = snapshotIds.map((id) => requireRestorable(locked.get(id), id));
  refuseSameDisk(restorables);
  const agreed = restorables.every((each) => digests?.includes(digestOfRestore(each)) ?? true);
  if (!agreed) throw new ApiError('DPL.0438');
  const jobId = asId<JobId>(ambient.uuid());
  for (const desktopId of owners) {
    const steps: RestoreStep[] = [];
    for (const each of restorables.filter(({ desktop }) => desktop.id === desktopId)) {
      const allowedBy = order.allowedBy.get(each.id);
      if (allowedBy === undefined) throw new Error(`Nothing allows the restore of ${each.id}.`);
      const accepted = await recordAcceptance(transaction, { ...order, jobId, allowedBy }, each);
      steps.push({ snapshotId: each.id, diskId: each.disk.id, accepted });
    }
    const change: RestoreChange = { kind: 'restore', steps };
    await beginChange(transaction, { projectId, desktopIds: [desktopId], jobId, word: restoreWord, change });
  }
  return insertJob(transaction, ambient, {
    id: jobId,
    projectId,
    jobType: restoreJob,
    subJobs: restorables.map(({ id, desktop }) => ({
      desktopId: desktop.id,
      desktopName: desktop.name,
      volumeId: id,
    })),
  });
}

/** What came of the first would be gone at once. */
function refuseSameDisk(restorables: readonly Restorable[]): void {
  const seen = new Set<ItemId>();
  for (const { disk } of restorables) {
    if (seen.has(disk.id))
      throw badOrder('snapshot_ids', {
        en: `snapshot_ids must name one snapshot of each disk: two are of the disk ${disk.id}`,
        zh: `snapshot_ids中每个磁盘只能指定一个快照：磁盘${disk.id}有两个`,
      });
    seen.add(disk.id);
  }
}
