import type { Ambient } from '../../ambient.js';
import { findOfferedProduct, findProduct, type Product } from '../../catalogue/products.js';
import { requireQuota } from '../../catalogue/quotas.js';
import type { Database, Transaction } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import type { ProductChange } from '../../database/schema/taskChange.js';
import type { EngineOffer } from '../../engines/contract.js';
import { asId, type DesktopId, type JobId, type ProjectId } from '../../ids.js';
import { insertJob } from '../../jobs/insertJob.js';
import { holdWorkspace } from '../../workspace/findWorkspace.js';
import { badOrder, unknownInOrder } from '../create/orderRefusals.js';
import { type DesktopRow, lockDesktops } from '../lockDesktops.js';
import { beginChange } from '../tasks/beginChange.js';
import { changeWords } from './changeServer.js';
import { requireChangeable } from './requireChangeable.js';

export interface ResizeOrder {
  readonly projectId: ProjectId;
  /** Without repetitions. */
  readonly desktopIds: readonly DesktopId[];
  readonly productId: string;
  /** Asked for each that runs and is to be shut down. @throws {ApiError} where the caller may not */
  readonly allowStop: (desktopId: DesktopId) => void;
}

/**
 * Accepts that desktops get another product: all of them or none. Each is shut down for it if it runs, and started again.
 * @returns the job that reports it, a sub-job for each
 * @throws {ApiError} DPL.0404; WKS.00010032 for one that is busy, failed or hibernated; WKS.0001 when the product is not offered, is
 * what a desktop has already, or has too little memory for its image; DPL.4091
 */
export async function resizeDesktops(
  database: Database,
  ambient: Ambient,
  offer: EngineOffer,
  order: ResizeOrder,
): Promise<JobId> {
  const product = findOfferedProduct(offer, order.productId);
  if (product === undefined) throw unknownInOrder('product_id', order.productId);
  return retryOnConflict(() =>
    database.transaction().execute((transaction) => resizeIn(transaction, ambient, offer, order, product)),
  );
}

async function resizeIn(
  transaction: Transaction,
  ambient: Ambient,
  offer: EngineOffer,
  { projectId, desktopIds, allowStop }: ResizeOrder,
  product: Product,
): Promise<JobId> {
  await holdWorkspace(transaction, projectId);
  const found = await lockDesktops(transaction, projectId, desktopIds);
  const desktops = desktopIds.map((id) => requireChangeable(found.get(id), id));
  for (const { id } of desktops.filter(({ status }) => status === 'ACTIVE')) allowStop(id);
  for (const desktop of desktops) refuseProduct(desktop, product, offer);
  await requireQuota(transaction, projectId, {
    vcpus: growth(desktops, product, ({ vcpus }) => vcpus),
    memoryMiB: growth(desktops, product, ({ memoryMiB }) => memoryMiB),
  });
  const jobId = asId<JobId>(ambient.uuid());
  for (const restart of [true, false]) {
    const ids = desktops.filter(({ status }) => (status === 'ACTIVE') === restart).map(({ id }) => id);
    const change: ProductChange = { kind: 'product', stage: 'stop', restart, productId: product.productId };
    await beginChange(transaction, {
      projectId,
      desktopIds: ids,
      jobId,
      word: changeWords.product.stop,
      change,
    });
  }
  await insertJob(transaction, ambient, {
    id: jobId,
    projectId,
    jobType: 'resizeDesktops',
    subJobs: desktops.map(({ id, computer_name }) => ({
      desktopId: id,
      desktopName: computer_name,
      productId: product.productId,
    })),
  });
  return jobId;
}

function refuseProduct(desktop: DesktopRow, product: Product, offer: EngineOffer): void {
  const { productId, memoryMiB } = product;
  if (desktop.product_id === productId)
    throw badOrder('product_id', {
      en: `product_id must be another product than ${productId}: the desktop ${desktop.computer_name} has it already`,
      zh: `桌面${desktop.computer_name}的规格已是${productId}，product_id必须为其他规格`,
    });
  const image = offer.images.find(({ id }) => id === desktop.image_id);
  if (image !== undefined && memoryMiB < image.minimumMemoryMiB)
    throw badOrder('product_id', {
      en: `product_id ${productId} has too little memory for the desktop ${desktop.computer_name}: its image ${image.name} needs ${image.minimumMemoryMiB} MB`,
      zh: `product_id ${productId}的内存小于桌面${desktop.computer_name}的镜像${image.name}所需的${image.minimumMemoryMiB}MB`,
    });
}

/** By how much the project's desktops grow; what others shrink by is free only once they have. */
function growth(
  desktops: readonly DesktopRow[],
  product: Product,
  amount: (product: Product) => number,
): number {
  const before = (desktop: DesktopRow): number => {
    const known = findProduct(desktop.product_id);
    return known === undefined ? 0 : amount(known);
  };
  return desktops.reduce((sum, desktop) => sum + Math.max(0, amount(product) - before(desktop)), 0);
}
