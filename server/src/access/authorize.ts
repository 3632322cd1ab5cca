import { noteInAuditEvent } from '../auditEvents/openAuditEvent.js';
import type { ApiError, ErrorCode } from '../errors/errors.js';
import type { ProjectId } from '../ids.js';
import { AccessDenied } from './accessDenied.js';
import type { AccessContext, Caller } from './caller.js';
import { type AccessRequest, describeAccess } from './describeAccess.js';
import type { Effect, Permission, ResourceType } from './permissions/permission.js';
import { permissions } from './permissions/table.js';
import { decide, isAllowedElsewhere } from './policies/decide.js';
import type { Deciding, DecisionRequest, Denied, Grant } from './policies/types.js';
import type { Principal } from './principal.js';
import { sessionGrantsOf } from './sessionPolicy.js';

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
  noteInAuditEvent({ allowedBy: [grounds] });
  return grounds;
}

function groundsFor(caller: Caller, access: AccessRequest): string {
  if (caller.isRoot && sessionGrantsOf(caller) === undefined) return 'account-root';
  const request = describeAccess(caller, caller.context, permissions[caller.context.operation], access);
  const verdict = judge(caller, request);
  if (!verdict.allowed) throw accessDenied(caller, request, verdict);
  return groundsOf(verdict);
}

/**
 * Passes unless a session policy narrows what its key's holder may do without a policy: to himself, or to what is his own. Where
 * an action has resources, {@link authorize} asks for both.
 * @throws {ApiError} as {@link authorize}
 */
export function narrowOwn(caller: Caller, projectId: ProjectId | undefined): void {
  const narrowed = narrowingOf(caller, caller.context, permissions[caller.context.operation], projectId);
  if (narrowed !== undefined) throw accessDenied(caller, narrowed.request, narrowed.denied);
}

/** What {@link narrowOwn} refuses; undefined: nothing. */
export function narrowingOf(
  principal: Principal,
  context: AccessContext,
  permission: Permission,
  projectId: ProjectId | undefined,
): { readonly request: DecisionRequest; readonly denied: Denied } | undefined {
  const session = sessionGrantsOf(principal);
  const action = permission.action ?? permission.sessionAction;
  if (session === undefined || action === undefined || permission.resource !== undefined) return undefined;
  const request = describeAccess(principal, context, { ...permission, action }, { projectId });
  const verdict = decide(session, request);
  return verdict.allowed ? undefined : { request, denied: verdict };
}

/**
 * What a call needs to do something that another action is meant for, besides what it does anyway. `undenied`: no Deny applies to that
 * action. `unlimited`: nor do policies allow it for other things only. `allowed`: policies allow it.
 */
export type EffectNeed = 'undenied' | 'unlimited' | 'allowed';

/**
 * Why a call may not do what another action is meant for; session policies are asked, too.
 * @param effect must be one of those that the table names for the call
 * @param access what it would be done to
 */
export function refusalOfEffect(
  caller: Caller,
  effect: Effect,
  resource: ResourceType | undefined,
  access: AccessRequest,
  need: EffectNeed = 'undenied',
): ApiError | undefined {
  const { operation } = caller.context;
  if (!permissions[operation].effects.includes(effect)) throw new Error(`${operation} has no ${effect}.`);
  const session = sessionGrantsOf(caller);
  const request = describeAccess(
    caller,
    caller.context,
    { action: effect, dependencies: [], resource },
    access,
  );
  const asked = [...(caller.isRoot ? [] : [caller.grants]), ...(session === undefined ? [] : [session])];
  for (const grants of asked) {
    const decision = decide(grants, request);
    if (!decision.allowed && fallsShort(decision, need, grants, request))
      return accessDenied(caller, request, decision);
  }
  return undefined;
}

function fallsShort(
  { kind }: Denied,
  need: EffectNeed,
  grants: readonly Grant[],
  request: DecisionRequest,
): boolean {
  return (
    kind === 'explicit' || need === 'allowed' || (need === 'unlimited' && isAllowedElsewhere(grants, request))
  );
}

export function groundsOf({ by }: Grounds): string {
  return by === 'account-root' ? by : `policy:${by.policyId}#${by.statement.replace(/^#/, '')}`;
}

/** The refusal, naming the action that failed; what it rests on goes with it, for the authorization message and the audit event. */
export function accessDenied(caller: Caller, request: DecisionRequest, decision: Denied): ApiError {
  const { context, domainId, userId, userName } = caller;
  const service = request.action.slice(0, request.action.indexOf(':'));
  return new AccessDenied(codes[service] ?? 'DPL.0403', {
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
