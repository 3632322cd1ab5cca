import { ApiError } from '../../errors/errors.js';
import type { DomainId } from '../../ids.js';

/**
 * Passes when a body names the caller's own account, or none.
 * @throws {ApiError} DPL.0404, the same for another account and for one that is not there (S16)
 */
export function requireOwnDomain(own: DomainId, named: string | undefined): void {
  if (named !== undefined && named !== own) throw new ApiError('DPL.0404', ['domain']);
}
