import { ApiError } from '../http/errors.js';
import type { ProjectId } from '../ids.js';
import type { Principal } from './principal.js';

/** What somebody wants to do. */
export interface AccessRequest {
  /** For instance `workspace:desktops:delete` (api-facts §8.3). */
  readonly action: string;
  /** A project that was proven to be the caller's account's own; undefined for what concerns the account as a whole. */
  readonly projectId: ProjectId | undefined;
  /** What it would be done to; undefined when the action has no resource. */
  readonly resource?: {
    readonly type: 'desktop' | 'user';
    readonly id: string;
    readonly tags: ReadonlyMap<string, string>;
    readonly enterpriseProjectId: string;
  };
}

/**
 * Passes when the caller may do it: the account itself may do everything in its own account, nobody else anything.
 * To be asked before any effect (S4).
 * @throws {ApiError} DPL.0403
 */
export function authorize(principal: Principal, access: AccessRequest): void {
  if (!principal.isRoot) throw new ApiError('DPL.0403', [access.action]);
}
