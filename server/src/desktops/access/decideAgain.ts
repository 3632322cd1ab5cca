import type { FastifyRequest } from 'fastify';
import { refreshCaller } from '../../http/request.js';
import { retryOnNewRevision } from '../change/retryOnNewRevision.js';
import type { DesktopAccess } from './authorizeDesktop.js';
import { accessOf } from './desktopAccess.js';

/**
 * Decides about desktops and carries that out, again with the caller's present rights wherever these or the desktops have changed in
 * between (D12).
 * @param run answers undefined when they have, and has done nothing then
 * @throws {ApiError} what `run` throws; APIGW.0301 once the caller's credential is no longer good; DPL.0409 when others were faster too often
 */
export async function decideAgain<Result>(
  request: FastifyRequest,
  run: (access: DesktopAccess) => Promise<Result | undefined>,
): Promise<Result> {
  let access: DesktopAccess = accessOf(request);
  return retryOnNewRevision(async () => {
    const result = await run(access);
    if (result === undefined) access = { ...access, principal: await refreshCaller(request) };
    return result;
  });
}
