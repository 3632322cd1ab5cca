import { createHash } from 'node:crypto';
import { ApiError } from '../../errors/errors.js';
import type { ItemId } from '../../ids.js';
import type { Restorable } from './readRestores.js';

/**
 * The one gate that the plan of a restore and the restore itself go through.
 * @param id what was asked for
 * @returns the snapshot, whose disk can be put back to it now
 * @throws {ApiError} DPL.0404; DPL.0436 for a snapshot that is being made or deleted, or could not be made; DPL.0423 for a desktop that
 * is protected, since what its disk holds goes; WKS.00010032 for one that is busy, DPL.0437 for one that is not off
 */
export function requireRestorable(found: Restorable | undefined, id: ItemId): Restorable {
  if (found === undefined) throw new ApiError('DPL.0404', ['snapshot']);
  const { desktop, status } = found;
  if (status !== 'available') throw new ApiError('DPL.0436', [id, status]);
  if (desktop.isProtected) throw new ApiError('DPL.0423', [desktop.id]);
  if (desktop.taskStatus !== '') throw new ApiError('WKS.00010032', [desktop.id, desktop.taskStatus]);
  if (desktop.status !== 'SHUTOFF') throw new ApiError('DPL.0437', [desktop.id, desktop.status]);
  return found;
}

/**
 * What the plan of a restore stands for: this snapshot, this disk as large as it is, and a desktop that nothing was done with since; one
 * that ran in between may have written more.
 */
export function digestOfRestore({ id, providerId, generation, disk, desktop }: Restorable): string {
  const covered = [
    'restore',
    [desktop.id, desktop.revision],
    [id, providerId, generation],
    [disk.id, disk.providerId, disk.generation, disk.keyId, disk.sizeGiB],
  ];
  return createHash('sha256').update(JSON.stringify(covered)).digest('hex');
}
