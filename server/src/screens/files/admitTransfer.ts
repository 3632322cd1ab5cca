import type pg from 'pg';
import type { ProviderRef } from '../../engines/contract.js';
import { ApiError } from '../../errors/errors.js';
import { type AdmissionOfViewers, admitViewer } from '../admitViewer.js';
import { isLooking } from '../connectionRecords.js';
import { nobodysSecret } from '../pageSecret.js';
import { readScreenStates } from '../screenState.js';
import { findSession, type Viewer } from '../tickets.js';

export interface TransferAdmission extends AdmissionOfViewers {
  readonly pool: pg.Pool;
}

/** Who transfers files, and of which server. */
export interface Grant {
  readonly viewer: Viewer;
  readonly server: ProviderRef;
}

/**
 * Asks whether the page with this secret may transfer files now: its viewer may open the screen, does look at it, so that he is seen
 * and on record like everybody who looks, and the desktop runs.
 * @throws {ApiError} APIGW.0301, DPL.4033, DPL.0404, WKS.00010032, DPL.4093, 5xx when it cannot be found out
 */
export async function admitTransfer(
  parts: TransferAdmission,
  secret: string,
  sourceIp: string | undefined,
): Promise<Grant> {
  const viewer = await findSession(parts.pool, secret);
  if (viewer === undefined) throw nobodysSecret();
  await admitViewer(parts, viewer, sourceIp).catch((error: unknown) => {
    throw error instanceof ApiError && error.status < 500 ? new ApiError('DPL.4033') : error;
  });
  const states = await readScreenStates(parts.pool, [viewer.desktopId]);
  const state = states.get(viewer.desktopId);
  if (state === undefined || state.ended?.why === 'deleted') throw new ApiError('DPL.0404', ['desktop']);
  if (state.ended !== undefined || state.server === undefined)
    throw new ApiError('WKS.00010032', [state.computerName, state.ended?.why ?? 'stopped']);
  if (!(await isLooking(parts.pool, viewer))) throw new ApiError('DPL.4093');
  return { viewer, server: state.server };
}
