import { noteInTrace } from '../../audit/traces/openTrace.js';
import { ApiError, type ErrorCode } from '../../http/errors.js';
import { sessionGrantsOf } from '../credentials/sessionPolicy.js';
import { permissions } from '../permissions/table.js';
import { decide } from '../policies/decide.js';
import type { Deciding, DecisionRequest, Denied } from '../policies/types.js';
import type { Principal } from '../principal.js';
import type { Caller } from './caller.js';
import { type AccessRequest, describeAccess } from './describeAccess.js';

/** Why something is allowed. */
export type Grounds = { readonly allowed: true; readonly by: Deciding | 'account-root' };

/**
 * What policies say. The account itself may do everything in its own account; what narrows a temporary key narrows it too.
 */
export function judge(principal: Principal, request: DecisionRequest): Grounds | Denied {
  const own: Grounds | Denied = principal.isRoot
    ? { allowed: true, by: 'account-root' }
    : decide(principal.grants, request);
  if (!own.allowed) return own;
  const session = sessionGrantsOf(principal);
  if (session === undefined) return own;
  const narrowed = decide(session, request);
  return narrowed.allowed ? own : narrowed;
}

/**
 * Passes when the caller may do what the request's operation does. To be asked before any effect (S4).
 * @returns what allows it, for the record: `account-root` or `policy:<id>#<statement>`
 * @throws {ApiError} DPL.0403; IAM.0003 for what concerns users and policies
 */
export function authorize(caller: Caller, access: AccessRequest): string {
  const grounds = groundsFor(caller, access);
  noteInTrace({ allowedBy: [grounds] });
  return grounds;
}

function groundsFor(caller: Caller, access: AccessRequest): string {
  if (caller.isRoot && sessionGrantsOf(caller) === undefined) return 'account-root';
  const request = describeAccess(caller, caller.context, permissions[caller.context.operation], access);
  const verdict = judge(caller, request);
  if (!verdict.allowed) throw denialOf(caller, request, verdict);
  return groundsOf(verdict);
}

export function groundsOf({ by }: Grounds): string {
  return by === 'account-root' ? by : `policy:${by.policyId}#${by.statement.replace(/^#/, '')}`;
}

/** The refusal, naming the action that failed; what it rests on goes with it, for the encrypted message and the trace. */
export function denialOf(caller: Caller, request: DecisionRequest, decision: Denied): ApiError {
  const { context, domainId, userId, userName } = caller;
  const service = request.action.slice(0, request.action.indexOf(':'));
  return new ApiError(codes[service] ?? 'DPL.0403', [decision.action], undefined, {
    principal: { domainId, userId, userName },
    action: request.action,
    resource: request.resource,
    keys: request.keys,
    decision,
    at: context.at,
    requestId: context.requestId,
  });
}

const codes: Readonly<Record<string, ErrorCode>> = { iam: 'IAM.0003', eps: 'IAM.0003' };
