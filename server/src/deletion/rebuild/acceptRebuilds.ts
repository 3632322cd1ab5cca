import type { Ambient } from '../../ambient.js';
import { noteMade } from '../../auditEvents/openAuditEvent.js';
import type { Database, Transaction } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import type { RebuildChange } from '../../database/schema/taskChange.js';
import { type DecidedWith, stillStands } from '../../desktops/access/standingRights.js';
import { changeWords } from '../../desktops/change/changeServer.js';
import { lockDesktops } from '../../desktops/lockDesktops.js';
import { beginChange } from '../../desktops/tasks/beginChange.js';
import type { EngineOffer } from '../../engines/contract.js';
import { newSingleUseName } from '../../engines/singleUseName.js';
import { ApiError } from '../../errors/errors.js';
import { asId, type DesktopId, type IamUserId, type ItemId, type JobId, type ProjectId } from '../../ids.js';
import { insertJob } from '../../jobs/insertJob.js';
import { holdWorkspace } from '../../workspace/findWorkspace.js';
import { digestOfRebuild, requireImage, requireRebuildable, type WantedImage } from './planRebuild.js';
import { type Rebuildable, readRebuildables } from './readRebuildables.js';

export interface RebuildOrder {
  readonly projectId: ProjectId;
  /** Without repetitions. */
  readonly desktopIds: readonly DesktopId[];
  readonly image: WantedImage;
  /** Of plans that the caller agrees to: each desktop's is one of them. Undefined: whatever the plans are. */
  readonly digests: readonly string[] | undefined;
  /** Who asks. */
  readonly userId: IamUserId;
  readonly userName: string;
  readonly requestId: string;
  /** What allows it, by desktop. */
  readonly allowedBy: ReadonlyMap<DesktopId, string>;
  /** What that was decided with, which must still be so. Left out: no call asks, so that there are no rights to hold. */
  readonly decided?: DecidedWith;
}

/** The type of the job that tells of rebuilds. */
const rebuildJob = 'rebuildDesktops';

/**
 * Accepts that desktops get a new system disk from an image: all of them or none. Each is shut down for it if it runs, and started
 * again. The disk that it had goes once it has the new one, by a deletion that is known by that disk's id, which its sub-job names. The new
 * one needs no quota: in the end there is no more than before.
 * @returns the job that reports it, a sub-job for each; undefined: rights or desktops are no longer what was decided with, and nothing was done
 * @throws {ApiError} as of {@link requireImage} and {@link requireRebuildable}; DPL.0440 when a plan is no longer the one that was agreed to
 */
export function acceptRebuilds(
  database: Database,
  ambient: Ambient,
  offer: EngineOffer,
  order: RebuildOrder,
): Promise<JobId | undefined> {
  return retryOnConflict(() =>
    database.transaction().execute((transaction) => acceptIn(transaction, ambient, offer, order)),
  );
}

async function acceptIn(
  transaction: Transaction,
  ambient: Ambient,
  offer: EngineOffer,
  order: RebuildOrder,
): Promise<JobId | undefined> {
  const { projectId, desktopIds, digests } = order;
  const image = requireImage(offer, order.image);
  await holdWorkspace(transaction, projectId);
  // From here on nobody can change the desktops, nor begin to delete a part of one.
  const locked = await lockDesktops(transaction, projectId, desktopIds);
  if (order.decided !== undefined && !(await stillStands(transaction, order.decided, locked)))
    return undefined;
  const known = await readRebuildables(transaction, projectId, locked);
  const rebuilds = desktopIds.map((id) => requireRebuildable(known.get(id), id, image));
  // After every refusal that would come without the condition too (RFC 9110 §13.2.1).
  const agreed = rebuilds.every((each) => digests?.includes(digestOfRebuild(each, image)) ?? true);
  if (!agreed) throw new ApiError('DPL.0440');
  const jobId = asId<JobId>(ambient.uuid());
  for (const each of rebuilds) await begin(transaction, ambient, { ...order, jobId }, each);
  return insertJob(transaction, ambient, {
    id: jobId,
    projectId,
    jobType: rebuildJob,
    subJobs: rebuilds.map(({ desktop, disk }) => ({
      desktopId: desktop.id,
      desktopName: desktop.computer_name,
      volumeId: disk.id,
    })),
  });
}

/** Puts the new disk on the ledger before the engine hears of it, so that a deletion of the desktop has it. */
async function begin(
  transaction: Transaction,
  ambient: Ambient,
  {
    projectId,
    jobId,
    image,
    userId,
    userName,
    requestId,
    allowedBy,
  }: RebuildOrder & { readonly jobId: JobId },
  { desktop, disk }: Rebuildable,
): Promise<void> {
  const grounds = allowedBy.get(desktop.id);
  if (grounds === undefined) throw new Error(`Nothing allows the rebuild of ${desktop.id}.`);
  const diskId = noteMade(asId<ItemId>(ambient.uuid()));
  await transaction
    .insertInto('items')
    .values({
      id: diskId,
      project_id: projectId,
      desktop_id: desktop.id,
      kind: 'volume',
      place: 'next',
      single_use_name: newSingleUseName(ambient),
      created_at: ambient.now(),
      volume_type: disk.volumeType,
      size_gib: disk.sizeGiB,
      iops: disk.iops,
      throughput: disk.throughput,
      device: disk.device,
      is_root: true,
      display_name: disk.displayName,
    })
    .execute();
  const change: RebuildChange = {
    kind: 'rebuild',
    stage: 'stop',
    restart: desktop.status === 'ACTIVE',
    diskId,
    formerId: disk.id,
    imageId: image.imageId,
    imageType: image.imageType,
    asked: { userId, userName, allowedBy: grounds, requestId },
  };
  const word = changeWords.rebuild.stop;
  await beginChange(transaction, { projectId, desktopIds: [desktop.id], jobId, word, change });
}
