import type { Ambient } from '../../ambient.js';
import type { Database, Transaction } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import type { EngineOffer, VolumeSpeed } from '../../engines/contract.js';
import { ApiError } from '../../errors/errors.js';
import type { DesktopId, ItemId, JobId, ProjectId } from '../../ids.js';
import { holdWorkspace } from '../../workspace/findWorkspace.js';
import { refuseSpeed } from '../create/refuseVolumes.js';
import { lockDesktops } from '../lockDesktops.js';
import { acceptSteps, readDiskRows, requireDisk, requireIdle } from './acceptSteps.js';

export interface SpeedOrder {
  readonly projectId: ProjectId;
  /** Without repetitions. */
  readonly volumeIds: readonly ItemId[];
  readonly speed: VolumeSpeed;
}

/**
 * Accepts that disks get another speed: all of them or none.
 * @returns the job that reports it, a sub-job for each disk
 * @throws {ApiError} DPL.0404; WKS.0407, WKS.00010032 and DPL.0409 for what is busy; WKS.0001 for a type of disk that has no speed to
 * choose; DPL.0501 where the engine cannot hold a disk to one
 */
export async function setDiskSpeeds(
  database: Database,
  ambient: Ambient,
  offer: EngineOffer,
  order: SpeedOrder,
): Promise<JobId> {
  return retryOnConflict(() =>
    database.transaction().execute((transaction) => setIn(transaction, ambient, offer, order)),
  );
}

/** Whose disks these are; those that are missing or another project's are left out. @param database or a transaction */
export async function readOwners(
  database: Database,
  projectId: ProjectId,
  volumeIds: readonly ItemId[],
): Promise<Map<ItemId, DesktopId>> {
  const rows = await database
    .selectFrom('items')
    .select(['id', 'desktop_id'])
    .where('project_id', '=', projectId)
    .where('kind', '=', 'volume')
    .where('id', 'in', volumeIds)
    .execute();
  return new Map(rows.map((row) => [row.id, row.desktop_id]));
}

async function setIn(
  transaction: Transaction,
  ambient: Ambient,
  offer: EngineOffer,
  { projectId, volumeIds, speed }: SpeedOrder,
): Promise<JobId> {
  await holdWorkspace(transaction, projectId);
  const owners = await readOwners(transaction, projectId, volumeIds);
  if (owners.size < volumeIds.length) throw new ApiError('DPL.0404', ['volume']);
  const desktopIds = [...new Set(owners.values())];
  const found = await lockDesktops(transaction, projectId, desktopIds);
  const disks = await readDiskRows(transaction, projectId, desktopIds);
  const wanted = volumeIds.map((id) => requireDisk(disks.find((disk) => disk.id === id)));
  for (const { volume_type } of wanted) refuseSpeed(offer, volume_type ?? '', 'qos.iops');
  const work = desktopIds.map((id) => ({
    desktop: requireIdle(found.get(id), id),
    steps: wanted
      .filter(({ desktop_id }) => desktop_id === id)
      .map((disk) => ({ what: 'speed' as const, diskId: disk.id, ...speed })),
  }));
  return acceptSteps(transaction, ambient, projectId, 'batchModifyQosVolumes', work);
}
