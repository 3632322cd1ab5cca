import type { Ambient } from '../../ambient.js';
import type { DesktopId, JobId } from '../../ids.js';
import type { Deletable } from '../plan/readDeletables.js';
import type { AcceptanceStore, DeletionOrder } from './acceptanceStore.js';
import {
  type Agreement,
  acceptDeletion,
  acceptDeletions,
  type RenewOrder,
  refuseDeletions,
} from './acceptDeletions.js';

/**
 * Accepts the deletion of parts of desktops, all of one kind: all of them, or none where one cannot go as they were read. What overtakes one of
 * several afterwards becomes a failed sub-job; of a single one it is thrown.
 * @param parts their deletions, without repetitions
 * @param readFirst, agreed, renew as of `acceptDeletions`
 * @throws {ApiError} 404, 409, 412 for the first that cannot go
 */
export async function acceptParts(
  store: AcceptanceStore,
  ambient: Ambient,
  order: DeletionOrder,
  parts: readonly DesktopId[],
  readFirst: ReadonlyMap<DesktopId, Deletable>,
  agreed: Agreement,
  renew?: RenewOrder,
): Promise<JobId> {
  refuseDeletions(order, parts, readFirst, agreed);
  const [first, ...others] = [...readFirst.values()];
  return first === undefined || others.length > 0
    ? acceptDeletions(store, ambient, order, parts, readFirst, renew, agreed)
    : acceptDeletion(store, ambient, order, first, agreed, renew);
}
