import { Type } from 'typebox';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import type { DesktopId } from '../../ids.js';
import { type DesktopAccess, findAuthorizedDesktop } from '../access/authorizeDesktop.js';
import { isDeleting } from '../taskStatus.js';
import { retryOnNewRevision } from './retryOnNewRevision.js';

/** Deskplane's own field of a desktop (S14). */
export const DeletionProtection = Type.Boolean({
  description:
    'Extension of Deskplane. While true, every way to delete the desktop is refused with 409, force included.',
});

/**
 * Raises or lowers a desktop's deletion protection, also while it starts or stops. The revision rises with it: a deletion
 * that was planned before does not go ahead on what it read.
 * @throws {ApiError} DPL.0403, DPL.0404, WKS.00010032 once the desktop is being deleted, or what is on a disk of it is being replaced: that was
 * accepted and would go on
 */
export async function protectDesktop(
  database: Database,
  access: DesktopAccess,
  desktopId: DesktopId,
  isProtected: boolean,
): Promise<void> {
  await retryOnNewRevision(async () => {
    const desktop = await findAuthorizedDesktop(database, access, desktopId);
    const loses = desktop.change === 'rebuild' || desktop.change === 'restore';
    if (isDeleting(desktop.taskStatus) || (isProtected && loses))
      throw new ApiError('WKS.00010032', [desktopId, desktop.taskStatus], `desktop: ${desktopId}`);
    const { numUpdatedRows } = await database
      .updateTable('desktops as d')
      .set((eb) => ({ deletion_protection: isProtected, revision: eb('d.revision', '+', 1) }))
      .where('d.project_id', '=', access.projectId)
      .where('d.id', '=', desktopId)
      .where('d.gone_at', 'is', null)
      .where('d.revision', '=', desktop.revision)
      .executeTakeFirst();
    return numUpdatedRows === 1n ? true : undefined;
  });
}
