import { ApiError } from '../../errors/errors.js';
import type { DesktopId } from '../../ids.js';
import type { DesktopRow } from '../lockDesktops.js';

/**
 * A desktop that can be changed now: one that runs or is off. What is in the memory of a hibernated one would be lost.
 * @throws {ApiError} DPL.0404, WKS.00010032
 */
export function requireChangeable(desktop: DesktopRow | undefined, id: DesktopId): DesktopRow {
  if (desktop === undefined) throw new ApiError('DPL.0404', ['desktop']);
  const state = desktop.task_status || desktop.status;
  if (state !== 'ACTIVE' && state !== 'SHUTOFF') throw new ApiError('WKS.00010032', [id, state]);
  return desktop;
}
