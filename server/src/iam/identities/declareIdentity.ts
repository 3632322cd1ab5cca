import { authorize } from '../../access/authorize.js';
import type { Caller } from '../../access/caller.js';
import type { Operation } from '../../access/permissions/table.js';
import type { RouteDeclaration } from '../../http/request.js';

/** Says of a route of the identity API what the hooks and OpenAPI act on. */
export function declareIdentity(operation: Operation): { declaration: RouteDeclaration } {
  return { declaration: { operation, family: 'keystone' } };
}

/** The same for the calls that answer errors flat: /v3.0 and the enterprise projects. */
export function declareFlat(operation: Operation): { declaration: RouteDeclaration } {
  return { declaration: { operation, family: 'workspace' } };
}

/**
 * Everyone may look at himself; for anybody else the operation's action is asked for, before it shows whether he is there.
 * @throws {ApiError} IAM.0003
 */
export function authorizeOnUser(caller: Caller, userId: string): void {
  if (caller.userId !== userId) authorize(caller, { projectId: undefined });
}
