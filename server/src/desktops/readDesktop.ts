import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import type { DesktopId, ProjectId } from '../ids.js';
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
  const desktop = await withDetails(
    liveDesktops(database, projectId).where('d.id', '=', desktopId),
  ).executeTakeFirst();
  if (desktop === undefined) throw new ApiError('DPL.0404', ['desktop']);
  return desktop;
}
