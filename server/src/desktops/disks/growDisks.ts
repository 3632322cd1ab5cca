import type { Ambient } from '../../ambient.js';
import { requireQuota } from '../../catalogue/quotas.js';
import type { Database, Transaction } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import type { EngineOffer } from '../../engines/contract.js';
import { ApiError } from '../../errors/errors.js';
import type { DesktopId, ItemId, JobId, ProjectId } from '../../ids.js';
import { holdWorkspace } from '../../workspace/findWorkspace.js';
import { badOrder } from '../create/orderRefusals.js';
import { type DesktopRow, lockDesktops } from '../lockDesktops.js';
import { acceptSteps, readDiskRows, requireDisk, requireIdle } from './acceptSteps.js';

/** A disk that is to grow, with the field of the body that says how far. */
export interface Growth {
  readonly desktopId: DesktopId;
  readonly volumeId: ItemId;
  readonly sizeGiB: number;
  readonly field: string;
}

export interface GrowOrder {
  readonly projectId: ProjectId;
  readonly growths: readonly Growth[];
}

/**
 * Accepts that disks grow: all of them or none. Their desktops go on meanwhile, where the machine lets disks grow in use.
 * @returns the job that reports it, a sub-job for each disk
 * @throws {ApiError} DPL.0404; WKS.0407, WKS.00010032 and DPL.0409 for what is busy; DPL.0432 for a desktop that has to be off;
 * WKS.0001 for a size that is none to grow to, or a disk that is named twice; DPL.4091
 */
export async function growDisks(
  database: Database,
  ambient: Ambient,
  offer: EngineOffer,
  order: GrowOrder,
): Promise<JobId> {
  refuseTwice(order.growths);
  return retryOnConflict(() =>
    database.transaction().execute((transaction) => growIn(transaction, ambient, offer, order)),
  );
}

async function growIn(
  transaction: Transaction,
  ambient: Ambient,
  offer: EngineOffer,
  { projectId, growths }: GrowOrder,
): Promise<JobId> {
  await holdWorkspace(transaction, projectId);
  const desktopIds = [...new Set(growths.map(({ desktopId }) => desktopId))];
  const found = await lockDesktops(transaction, projectId, desktopIds);
  const desktops = desktopIds.map((id) => requireGrowing(offer, requireIdle(found.get(id), id)));
  const disks = await readDiskRows(transaction, projectId, desktopIds);
  let more = 0;
  for (const growth of growths) {
    const disk = requireDisk(
      disks.find(({ id, desktop_id }) => id === growth.volumeId && desktop_id === growth.desktopId),
    );
    more += growth.sizeGiB - refuseSmaller(disk.size_gib ?? 0, growth);
  }
  await requireQuota(transaction, projectId, { volumeGiB: more });
  for (const { volumeId, sizeGiB } of growths)
    await transaction
      .updateTable('items')
      .set({ growing_to: sizeGiB })
      .where('id', '=', volumeId)
      .where('project_id', '=', projectId)
      .execute();
  const work = desktops.map((desktop) => ({
    desktop,
    steps: growths
      .filter(({ desktopId }) => desktopId === desktop.id)
      .map(({ volumeId, sizeGiB }) => ({ what: 'grow' as const, diskId: volumeId, sizeGiB })),
  }));
  return acceptSteps(transaction, ambient, projectId, 'expandVolumes', work);
}

/** @throws {ApiError} DPL.0432 when it runs and the machine lets disks grow only while their desktop is off */
function requireGrowing(offer: EngineOffer, desktop: DesktopRow): DesktopRow {
  const zone = offer.availabilityZones.find(({ id }) => id === desktop.availability_zone);
  if (desktop.status !== 'SHUTOFF' && zone?.disks?.growsInUse === false)
    throw new ApiError('DPL.0432', [desktop.id]);
  return desktop;
}

/** @returns the size that it has now */
function refuseSmaller(now: number, { volumeId, sizeGiB, field }: Growth): number {
  if (sizeGiB > now) return now;
  throw badOrder(field, {
    en: `${field} must be more than the ${now} GB that the volume ${volumeId} has: a disk can only grow`,
    zh: `${field}必须大于磁盘${volumeId}现有的${now}GB：磁盘只能扩容`,
  });
}

function refuseTwice(growths: readonly Growth[]): void {
  const seen = new Set<ItemId>();
  for (const { volumeId, field } of growths) {
    if (seen.has(volumeId))
      throw badOrder(field, {
        en: `the volume ${volumeId} is named twice`,
        zh: `磁盘${volumeId}重复出现`,
      });
    seen.add(volumeId);
  }
}
