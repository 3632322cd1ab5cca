import type { ConditionKeys } from '../../access/policies/conditionKeys.js';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import type { DesktopId } from '../../ids.js';
import { type DesktopAccess, readAuthorizedDesktop } from '../access/authorizeDesktop.js';
import type { DesktopResource } from '../access/desktopResource.js';

/**
 * A desktop whose tags are asked for or changed: first the right, only then the existence.
 * @throws {ApiError} DPL.0403; DPL.4042, the same for a missing, a foreign and a gone desktop, as clients of tags know it
 */
export async function findTaggedDesktop(
  database: Database,
  access: DesktopAccess,
  desktopId: DesktopId,
  keys?: ConditionKeys,
): Promise<DesktopResource> {
  const desktop = await readAuthorizedDesktop(database, access, desktopId, keys);
  if (desktop === undefined || desktop.gone) throw new ApiError('DPL.4042');
  return desktop;
}
