import type { Ambient } from '../../ambient.js';
import { noteMade } from '../../auditEvents/openAuditEvent.js';
import { requireQuota } from '../../catalogue/quotas.js';
import type { Database, Transaction } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import type { EngineOffer } from '../../engines/contract.js';
import { newSingleUseName } from '../../engines/singleUseName.js';
import { asId, type DesktopId, type ItemId, type JobId, type ProjectId } from '../../ids.js';
import { holdWorkspace } from '../../workspace/findWorkspace.js';
import { badOrder } from '../create/orderRefusals.js';
import { refuseVolumes, type VolumeOrder } from '../create/refuseVolumes.js';
import { type DesktopRow, lockDesktops } from '../lockDesktops.js';
import { acceptSteps, type DesktopSteps, type DiskRow, readDiskRows, requireIdle } from './acceptSteps.js';

/** A disk that a desktop is to get, with its place in the body. */
export interface NewDisk {
  readonly desktopId: DesktopId;
  readonly place: string;
  readonly volume: VolumeOrder;
}

export interface AddOrder {
  readonly projectId: ProjectId;
  readonly disks: readonly NewDisk[];
}

/** As many data disks as a desktop may have. */
export const maxDataDisks = 10;

/**
 * Accepts that desktops get data disks: all of them or none. Each is on the ledger before the engine hears of it, so that a deletion of
 * its desktop has it.
 * @returns the job that reports it, a sub-job for each disk
 * @throws {ApiError} DPL.0404; WKS.0407 while disks are being added to one of the desktops; WKS.00010032 for one that is busy
 * otherwise, failed or hibernated; WKS.0001 for more disks than a desktop may have; DPL.4091; DPL.0501 for what no engine here can do
 */
export async function addDisks(
  database: Database,
  ambient: Ambient,
  offer: EngineOffer,
  order: AddOrder,
): Promise<JobId> {
  refuseVolumes(
    offer,
    order.disks.map(({ place, volume }) => [place, volume]),
  );
  return retryOnConflict(() =>
    database.transaction().execute((transaction) => addIn(transaction, ambient, order)),
  );
}

async function addIn(transaction: Transaction, ambient: Ambient, order: AddOrder): Promise<JobId> {
  const { projectId, disks } = order;
  await holdWorkspace(transaction, projectId);
  const desktopIds = [...new Set(disks.map(({ desktopId }) => desktopId))];
  const found = await lockDesktops(transaction, projectId, desktopIds);
  const desktops = desktopIds.map((id) => requireIdle(found.get(id), id));
  const known = await readDiskRows(transaction, projectId, desktopIds);
  const work: DesktopSteps[] = [];
  const rows = desktops.flatMap((desktop) => {
    const wanted = disks.filter(({ desktopId }) => desktopId === desktop.id);
    const owned = known.filter(({ desktop_id }) => desktop_id === desktop.id);
    refuseMany(desktop, owned, wanted);
    const devices = freeDevices(owned, wanted.length);
    const made = wanted.map(({ volume }, index) => newItem(ambient, desktop, volume, devices[index] ?? ''));
    work.push({ desktop, steps: made.map(({ id }) => ({ what: 'add', diskId: id })) });
    return made;
  });
  await requireQuota(transaction, projectId, {
    volumes: rows.length,
    volumeGiB: rows.reduce((sum, { size_gib }) => sum + size_gib, 0),
  });
  await transaction.insertInto('items').values(rows).execute();
  return acceptSteps(transaction, ambient, projectId, 'addVolumes', work);
}

/** One that is on its way out counts until it is gone. */
function refuseMany(desktop: DesktopRow, owned: readonly DiskRow[], wanted: readonly NewDisk[]): void {
  const now = owned.filter(({ is_root, left }) => is_root !== true && !left).length;
  if (now + wanted.length <= maxDataDisks) return;
  const place = wanted[0]?.place ?? '';
  throw badOrder(place.slice(0, place.lastIndexOf('.')), {
    en: `a desktop has at most ${maxDataDisks} data disks: ${desktop.computer_name} has ${now}, and ${wanted.length} more are asked for`,
    zh: `每个桌面最多${maxDataDisks}个数据盘：桌面${desktop.computer_name}已有${now}个，又申请${wanted.length}个`,
  });
}

/** The first places of a machine that no disk has which may still be there. */
function freeDevices(owned: readonly DiskRow[], count: number): string[] {
  const taken = new Set(owned.map(({ device }) => device));
  const free: string[] = [];
  for (let index = 1; free.length < count; index += 1) {
    const device = deviceOf(index);
    if (!taken.has(device)) free.push(device);
  }
  return free;
}

/** `/dev/vda`, `/dev/vdb` … `/dev/vdz`, `/dev/vdaa`. */
export function deviceOf(index: number): string {
  const letter = String.fromCharCode('a'.charCodeAt(0) + (index % 26));
  return index < 26 ? `/dev/vd${letter}` : `${deviceOf(Math.floor(index / 26) - 1)}${letter}`;
}

function newItem(ambient: Ambient, desktop: DesktopRow, volume: VolumeOrder, device: string) {
  return {
    id: noteMade(asId<ItemId>(ambient.uuid())),
    project_id: desktop.project_id,
    desktop_id: desktop.id,
    kind: 'volume' as const,
    place: 'next' as const,
    single_use_name: newSingleUseName(ambient),
    created_at: ambient.now(),
    volume_type: volume.type,
    size_gib: volume.size,
    // Clients send 0 where they leave it open.
    iops: volume.iops || null,
    throughput: volume.throughput || null,
    device,
    is_root: false,
    display_name: `${desktop.computer_name}-data${indexOf(device)}`,
  };
}

function indexOf(device: string): number {
  let index = 0;
  while (deviceOf(index) !== device) index += 1;
  return index;
}
