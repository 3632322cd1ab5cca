import type { Database } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import { ApiError } from '../../errors/errors.js';
import type { DesktopId, ProjectId } from '../../ids.js';
import { lockDesktops } from '../lockDesktops.js';
import { isDeleting } from '../taskStatus.js';

export interface MaintenanceOrder {
  readonly projectId: ProjectId;
  /** Without repetitions. */
  readonly desktopIds: readonly DesktopId[];
  readonly inMaintenance: boolean;
}

/**
 * Puts desktops into maintenance, where those who have them can neither open nor switch them, or takes them out of it: all of them or
 * none. Whoever looks at one through the desk is sent away.
 * @throws {ApiError} DPL.0404; WKS.00010032 for one that is being deleted
 */
export async function maintainDesktops(
  database: Database,
  { projectId, desktopIds, inMaintenance }: MaintenanceOrder,
): Promise<void> {
  await retryOnConflict(() =>
    database.transaction().execute(async (transaction) => {
      const found = await lockDesktops(transaction, projectId, desktopIds);
      for (const id of desktopIds) {
        const desktop = found.get(id);
        if (desktop === undefined) throw new ApiError('DPL.0404', ['desktop']);
        if (isDeleting(desktop.task_status)) throw new ApiError('WKS.00010032', [id, desktop.task_status]);
      }
      await transaction
        .updateTable('desktops')
        .set((row) => ({ in_maintenance_mode: inMaintenance, revision: row('revision', '+', 1) }))
        .where('project_id', '=', projectId)
        .where('id', 'in', desktopIds)
        .where('in_maintenance_mode', '<>', inMaintenance)
        .execute();
    }),
  );
}
