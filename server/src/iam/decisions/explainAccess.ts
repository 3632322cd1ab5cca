import { judge } from '../../access/authorize.js';
import type { Permission } from '../../access/permissions/permission.js';
import { decide } from '../../access/policies/decide.js';
import { type ListLimits, limitsFor } from '../../access/policies/limitsFor.js';
import type {
  Deciding,
  Decision,
  DecisionRequest,
  Denied,
  Grant,
  RequestedAction,
} from '../../access/policies/types.js';
import type { Principal } from '../../access/principal.js';
import { sessionGrantsOf } from '../../access/sessionPolicy.js';

/** What a call would come to. */
export type Verdict =
  | {
      readonly allowed: true;
      /** Undefined for a list of which policies show a part: what shows an entry depends on the entry. */
      readonly by: Deciding | 'account-root' | undefined;
      readonly partial: boolean;
    }
  | Denied;

/** The very decision that a call would meet with: nothing here decides for itself. */
export function explainAccess(
  principal: Principal,
  permission: Pick<Permission, 'asked'>,
  request: DecisionRequest,
): Verdict {
  if (permission.asked === 'list') {
    const limits = limitsOn(principal, { ...request, resource: undefined });
    for (const each of limits) if (each.kind === 'none') return each.denied;
    if (limits.some(({ kind }) => kind === 'some')) return { allowed: true, by: undefined, partial: true };
  }
  const verdict = judge(principal, request);
  return verdict.allowed ? { ...verdict, partial: false } : verdict;
}

/** An action that the asked one depends on, and what is decided of it. */
export interface ExplainedDependency {
  readonly asked: RequestedAction;
  /** Undefined when it is not needed: the account itself, or a role policy, allows the action. */
  readonly decision: Decision | undefined;
}

/** Each dependency by itself, in the order that they are asked for, also those behind one that fails. */
export function explainDependencies(principal: Principal, request: DecisionRequest): ExplainedDependency[] {
  const { grants } = principal;
  const roles = grants.filter(({ policy }) => policy.model === 'role');
  const needed = !principal.isRoot && !decide(roles, { ...request, dependencies: [] }).allowed;
  const counting = grants.map(withoutRoleAllows);
  return request.dependencies.map((asked) => ({
    asked,
    decision: needed ? decide(counting, { ...request, ...asked, dependencies: [] }) : undefined,
  }));
}

function limitsOn(principal: Principal, request: DecisionRequest): ListLimits[] {
  const session = sessionGrantsOf(principal);
  return [
    ...(principal.isRoot ? [] : [limitsFor(principal.grants, request)]),
    ...(session === undefined ? [] : [limitsFor(session, request)]),
  ];
}

/** Role policies forbid dependencies, but allow none (D13). */
function withoutRoleAllows({ policy, scope }: Grant): Grant {
  const statements =
    policy.model === 'role' ? policy.statements.filter(({ effect }) => effect === 'Deny') : policy.statements;
  return { scope, policy: { ...policy, statements } };
}
