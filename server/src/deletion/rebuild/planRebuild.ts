import { createHash } from 'node:crypto';
import { findProduct } from '../../catalogue/products.js';
import { requireChangeable } from '../../desktops/change/requireChangeable.js';
import { badOrder, type OrderPart, unknownInOrder } from '../../desktops/create/orderRefusals.js';
import { refuseOtherType } from '../../desktops/create/resolveOrder.js';
import type { EngineOffer } from '../../engines/contract.js';
import type { EngineImage } from '../../engines/images.js';
import { ApiError, type ErrorArgument } from '../../errors/errors.js';
import type { DesktopId } from '../../ids.js';
import { flagsOfParts } from '../accept/partPlan.js';
import { type DeletionPlan, planDeletion } from '../plan/planDeletion.js';
import type { Rebuildable, RebuildCandidate } from './readRebuildables.js';

/** From which image system disks are to be made anew. */
export interface WantedImage {
  readonly imageId: string;
  readonly imageType: 'private' | 'gold' | 'market';
  /** Undefined: whatever the image has. */
  readonly osType?: string | undefined;
}

/**
 * The image that is meant.
 * @param part of the request, that names it
 * @throws {ApiError} WKS.0001 when there is none, or it is of another kind
 */
export function requireImage(
  offer: EngineOffer,
  { imageId, imageType, osType }: WantedImage,
  part: OrderPart = 'body',
): EngineImage {
  const image = offer.images.find(({ id }) => id === imageId);
  if (image === undefined) throw unknownInOrder('image_id', imageId, part);
  refuseOtherType({ image_type: imageType }, image, part);
  if (osType !== undefined && osType !== image.osType)
    throw badOrder('os_type', {
      en: `os_type must be left out or ${image.osType}, which is that of the image ${image.name}`,
      zh: `os_type须省略或为镜像${image.name}的操作系统类型${image.osType}`,
    });
  return image;
}

/**
 * The one gate that the plan of a rebuild and the rebuild itself go through (S4, S14).
 * @param id what was asked for
 * @returns the desktop, whose system disk can be made anew from the image now
 * @throws {ApiError} DPL.0404; DPL.0423 for a desktop that is protected, since what its system disk holds goes; WKS.00010032 for one that is
 * busy, failed or hibernated; DPL.0409 while a snapshot of its system disk is being deleted, and for one whose system disk is not
 * on record as made; WKS.0001 for an image that is too large for it
 */
export function requireRebuildable(
  found: RebuildCandidate | undefined,
  id: DesktopId,
  image: EngineImage,
  part: OrderPart = 'body',
): Rebuildable {
  if (found === undefined) throw new ApiError('DPL.0404', ['desktop']);
  const { desktop, disk, goingSnapshot } = found;
  if (desktop.deletion_protection) throw new ApiError('DPL.0423', [id]);
  requireChangeable(desktop, id);
  if (disk === undefined) throw new ApiError('DPL.0409', [unknownDisk(id)]);
  if (goingSnapshot !== undefined)
    throw new ApiError('DPL.0409', [
      { en: `the snapshot ${goingSnapshot} is being deleted`, zh: `快照${goingSnapshot}正在删除` },
    ]);
  if (disk.sizeGiB < image.minimumDiskGiB)
    throw badOrder(
      'image_id',
      {
        en: `image_id must be of an image that fits the system disk of ${desktop.computer_name}, which has ${disk.sizeGiB} GB: ${image.name} needs ${image.minimumDiskGiB} GB`,
        zh: `镜像${image.name}需要${image.minimumDiskGiB}GB，而桌面${desktop.computer_name}的系统盘为${disk.sizeGiB}GB，image_id须为能放入系统盘的镜像`,
      },
      part,
    );
  const memoryMiB = findProduct(desktop.product_id)?.memoryMiB ?? 0;
  if (memoryMiB < image.minimumMemoryMiB)
    throw badOrder(
      'image_id',
      {
        en: `image_id must be of an image that ${desktop.computer_name} has memory for: ${image.name} needs ${image.minimumMemoryMiB} MB, ${desktop.product_id} has ${memoryMiB} MB`,
        zh: `镜像${image.name}需要${image.minimumMemoryMiB}MB内存，而桌面${desktop.computer_name}的规格${desktop.product_id}为${memoryMiB}MB，image_id须为内存足够的镜像`,
      },
      part,
    );
  return { desktop, disk, goingSnapshot };
}

/** After a restored database; until then a desktop whose disk is not there yet is busy. */
const unknownDisk = (id: DesktopId): ErrorArgument => ({
  en: `the database of the service was put back to a moment at which the system disk of the desktop ${id} was not made yet: what would go cannot be planned. Delete the desktop, which finds the disk by its name, and create another`,
  zh: `服务的数据库已恢复到桌面${id}的系统盘创建完成之前，无法规划将要删除的内容。请删除该桌面（系统盘会按名称查找并删除），然后重新创建`,
});

/** What goes once the new disk is there: the system disk and its snapshots, as in any deletion of a disk alone. */
export function planOfDisk({ disk }: Rebuildable): DeletionPlan {
  return planDeletion(disk.part.inventory, flagsOfParts);
}

/** What the plan of a rebuild stands for: what goes, and the image. As that of a deletion it covers no times, states or names. */
export function digestOfRebuild(found: Rebuildable, image: EngineImage): string {
  const covered = ['rebuild', found.desktop.id, image.id, planOfDisk(found).digest];
  return createHash('sha256').update(JSON.stringify(covered)).digest('hex');
}
