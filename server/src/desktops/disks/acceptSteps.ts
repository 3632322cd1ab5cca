import { sql } from 'kysely';
import type { Ambient } from '../../ambient.js';
import type { Transaction } from '../../database/connect.js';
import type { DiskChange, DiskStep } from '../../database/schema/taskChange.js';
import { ApiError } from '../../errors/errors.js';
import { asId, type DesktopId, type ItemId, type JobId, type ProjectId } from '../../ids.js';
import { insertJob } from '../../jobs/insertJob.js';
import { requireChangeable } from '../change/requireChangeable.js';
import type { DesktopRow } from '../lockDesktops.js';
import { beginChange } from '../tasks/beginChange.js';
import { diskWord } from './changeDisks.js';

/** What is to be done with the disks of one desktop. */
export interface DesktopSteps {
  readonly desktop: DesktopRow;
  readonly steps: readonly DiskStep[];
}

/** Makes these the tasks of their desktops. @returns the job that reports them, a sub-job for each disk */
export async function acceptSteps(
  transaction: Transaction,
  ambient: Ambient,
  projectId: ProjectId,
  jobType: 'addVolumes' | 'expandVolumes' | 'batchModifyQosVolumes',
  work: readonly DesktopSteps[],
): Promise<JobId> {
  const jobId = asId<JobId>(ambient.uuid());
  for (const { desktop, steps } of work) {
    const change: DiskChange = { kind: 'disks', steps };
    await beginChange(transaction, { projectId, desktopIds: [desktop.id], jobId, word: diskWord, change });
  }
  await insertJob(transaction, ambient, {
    id: jobId,
    projectId,
    jobType,
    subJobs: work.flatMap(({ desktop, steps }) =>
      steps.map(({ diskId }) => ({
        desktopId: desktop.id,
        desktopName: desktop.computer_name,
        volumeId: diskId,
      })),
    ),
  });
  return jobId;
}

/**
 * A desktop whose disks can be changed now.
 * @throws {ApiError} DPL.0404; WKS.0407 while disks are being added to it; WKS.00010032 while it is busy otherwise, or neither runs nor
 * is off
 */
export function requireIdle(desktop: DesktopRow | undefined, id: DesktopId): DesktopRow {
  const change = desktop?.task_status === diskWord ? desktop.task_change : null;
  if (change?.kind === 'disks' && change.steps.some(({ what }) => what === 'add'))
    throw new ApiError('WKS.0407', [id]);
  return requireChangeable(desktop, id);
}

/** A disk as the ledger has it. */
export interface DiskRow {
  readonly id: ItemId;
  readonly desktop_id: DesktopId;
  readonly volume_type: string | null;
  readonly size_gib: number | null;
  readonly device: string | null;
  readonly is_root: boolean | null;
  /** It is being deleted on its own. */
  readonly goes: boolean;
  /** The desktop has it no more, and it is not gone: somebody released it, or it was never the desktop's. */
  readonly left: boolean;
}

/**
 * The disks of desktops that may still be there. To be asked once their desktops are locked: nobody can then begin to delete one (S9).
 */
export async function readDiskRows(
  transaction: Transaction,
  projectId: ProjectId,
  desktopIds: readonly DesktopId[],
): Promise<DiskRow[]> {
  return transaction
    .selectFrom('items as v')
    .select(['v.id', 'v.desktop_id', 'v.volume_type', 'v.size_gib', 'v.device', 'v.is_root'])
    .select([
      sql<boolean>`exists (select from deletion_progress p where p.desktop_id = v.id)`.as('goes'),
      sql<boolean>`v.place <> 'current' or exists (select from deletion_ends e where e.desktop_id = v.id)`.as(
        'left',
      ),
    ])
    .where('v.project_id', '=', projectId)
    .where('v.desktop_id', 'in', desktopIds)
    .where('v.kind', '=', 'volume')
    .where('v.state', '<>', 'absent')
    .orderBy('v.device')
    .execute();
}

/**
 * A disk that can be changed now.
 * @throws {ApiError} DPL.0404; DPL.0409 while it is being deleted
 */
export function requireDisk(disk: DiskRow | undefined): DiskRow {
  if (disk === undefined || disk.left) throw new ApiError('DPL.0404', ['volume']);
  if (disk.goes)
    throw new ApiError('DPL.0409', [
      { en: `the volume ${disk.id} is being deleted`, zh: `磁盘${disk.id}正在删除` },
    ]);
  return disk;
}
