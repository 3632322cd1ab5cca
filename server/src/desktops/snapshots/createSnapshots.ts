import { sql } from 'kysely';
import type { Ambient } from '../../ambient.js';
import type { Database, Transaction } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import type { SnapshotChange } from '../../database/schema/taskChange.js';
import { newSingleUseName } from '../../engines/singleUseName.js';
import { asId, type DesktopId, type ItemId, type JobId, type ProjectId } from '../../ids.js';
import { insertJob } from '../../jobs/insertJob.js';
import { holdWorkspace } from '../../workspace/findWorkspace.js';
import { requireChangeable } from '../change/requireChangeable.js';
import { badOrder } from '../create/orderRefusals.js';
import { type DesktopRow, lockDesktops } from '../lockDesktops.js';
import { beginChange } from '../tasks/beginChange.js';
import { snapshotWord } from './makeSnapshots.js';

export const diskTypes = ['SYSTEM_DISK', 'DATA_DISKS', 'ALL'] as const;
export type DiskType = (typeof diskTypes)[number];

/** What a caller says of snapshots. */
export interface SnapshotWords {
  readonly name?: string;
  readonly description?: string;
}

export interface SnapshotOrder {
  readonly projectId: ProjectId;
  /** Without repetitions. */
  readonly desktopIds: readonly DesktopId[];
  readonly diskType: DiskType;
  readonly ofSystemDisk: SnapshotWords | undefined;
  readonly ofDataDisks: SnapshotWords | undefined;
}

interface DiskRow {
  readonly id: ItemId;
  readonly desktop_id: DesktopId;
  readonly device: string;
  readonly is_root: boolean;
}

/**
 * Accepts that snapshots are made of disks of desktops: of all of them or none. What is to be made is on the ledger before an engine
 * hears of it, so that a deletion of the desktop has it from then on.
 * @returns the job that reports it, a sub-job for each desktop
 * @throws {ApiError} DPL.0404; DPL.0409 while the service is locked; WKS.00010032 for a desktop that is busy, failed or hibernated;
 * WKS.0001 for one without a data disk where only data disks are asked for
 */
export async function createSnapshots(
  database: Database,
  ambient: Ambient,
  order: SnapshotOrder,
): Promise<JobId> {
  refuseIdleWords(order);
  return retryOnConflict(() =>
    database.transaction().execute((transaction) => createIn(transaction, ambient, order)),
  );
}

/** Words about disks that are not asked for would be ignored. */
function refuseIdleWords({ diskType, ofSystemDisk, ofDataDisks }: SnapshotOrder): void {
  for (const [field, words, others] of [
    ['system_disk_snapshot', ofSystemDisk, 'DATA_DISKS'],
    ['data_disk_snapshot', ofDataDisks, 'SYSTEM_DISK'],
  ] as const)
    if (words !== undefined && diskType === others)
      throw badOrder(field, {
        en: `${field} must be left out where disk_type is ${diskType}: no snapshot of such a disk is made`,
        zh: `disk_type为${diskType}时不创建此类磁盘的快照，不能指定${field}`,
      });
}

async function createIn(transaction: Transaction, ambient: Ambient, order: SnapshotOrder): Promise<JobId> {
  const { projectId, desktopIds } = order;
  await holdWorkspace(transaction, projectId);
  const found = await lockDesktops(transaction, projectId, desktopIds);
  const desktops = desktopIds.map((id) => requireChangeable(found.get(id), id));
  const disks = await readDisks(transaction, projectId, desktopIds);
  const jobId = asId<JobId>(ambient.uuid());
  for (const desktop of desktops) {
    const own = disks.filter((disk) => disk.desktop_id === desktop.id && isWanted(order.diskType, disk));
    if (own.length === 0)
      throw badOrder('disk_type', {
        en: `disk_type ${order.diskType} stands for no disk of the desktop ${desktop.computer_name}`,
        zh: `桌面${desktop.computer_name}没有disk_type为${order.diskType}的磁盘`,
      });
    await begin(transaction, ambient, order, jobId, desktop, own);
  }
  return insertJob(transaction, ambient, {
    id: jobId,
    projectId,
    jobType: 'createWksSnapshot',
    subJobs: desktops.map(({ id, computer_name }) => ({ desktopId: id, desktopName: computer_name })),
  });
}

function isWanted(diskType: DiskType, { is_root: isRoot }: DiskRow): boolean {
  return diskType === 'ALL' || isRoot === (diskType === 'SYSTEM_DISK');
}

/** The disks that desktops have and keep: of one that is being deleted there are no more snapshots. */
async function readDisks(
  transaction: Transaction,
  projectId: ProjectId,
  desktopIds: readonly DesktopId[],
): Promise<readonly DiskRow[]> {
  const { rows } = await sql<DiskRow>`
    select v.id, v.desktop_id, coalesce(v.device, '') as device, coalesce(v.is_root, false) as is_root
    from items v
    where v.project_id = ${projectId} and v.desktop_id = any(${desktopIds}::uuid[]) and v.kind = 'volume' and v.state = 'present'
      and v.place = 'current'
      and not exists (select from deletion_orders x where x.desktop_id = v.id)
    order by v.is_root desc, length(v.device), v.device`.execute(transaction);
  return rows;
}

async function begin(
  transaction: Transaction,
  ambient: Ambient,
  order: SnapshotOrder,
  jobId: JobId,
  desktop: DesktopRow,
  disks: readonly DiskRow[],
): Promise<void> {
  const { projectId } = order;
  const now = ambient.now();
  const made = disks.map((disk) => ({ disk, id: asId<ItemId>(ambient.uuid()) }));
  await transaction
    .insertInto('items')
    .values(
      made.map(({ id }) => ({
        id,
        project_id: projectId,
        desktop_id: desktop.id,
        kind: 'snapshot' as const,
        single_use_name: newSingleUseName(ambient),
        created_at: now,
      })),
    )
    .execute();
  await transaction
    .insertInto('snapshots')
    .values(
      made.map(({ id, disk }) => {
        const words = disk.is_root ? order.ofSystemDisk : order.ofDataDisks;
        return {
          item_id: id,
          project_id: projectId,
          desktop_id: desktop.id,
          volume_id: disk.id,
          name: words?.name ?? usualName(desktop, disk),
          description: words?.description ?? '',
          created_at: now,
        };
      }),
    )
    .execute();
  const change: SnapshotChange = {
    kind: 'snapshots',
    snapshotIds: made.map(({ id }) => id),
  };
  await beginChange(transaction, { projectId, desktopIds: [desktop.id], jobId, word: snapshotWord, change });
}

/** `desk-1-vdb`: where nobody says otherwise. */
function usualName(desktop: DesktopRow, disk: DiskRow): string {
  return `${desktop.computer_name}-${disk.device.split('/').at(-1) ?? ''}`.slice(0, 64);
}
