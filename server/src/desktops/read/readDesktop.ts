import type { Database } from '../../database/connect.js';
import { requireFound } from '../../errors/requireFound.js';
import type { DesktopId, ProjectId } from '../../ids.js';
import { type DesktopRow, liveDesktops, withDetails } from './desktopRow.js';

/**
 * One desktop with everything that answers tell of it.
 * @throws {ApiError} DPL.0404, the same for a missing, a foreign and a gone desktop
 */
export async function readDesktop(
  database: Database,
  projectId: ProjectId,
  desktopId: DesktopId,
): Promise<DesktopRow> {
  const desktop = requireFound(
    await withDetails(liveDesktops(database, projectId).where('d.id', '=', desktopId)).executeTakeFirst(),
    'desktop',
  );
  return desktop;
}
