import { applies, decidingOf, isInScope, questionOf } from './matchStatement.js';
import { statementsOn } from './statementsOn.js';
import type {
  Deciding,
  Decision,
  DecisionRequest,
  Denied,
  Grant,
  PolicyModel,
  RequestedAction,
} from './types.js';

/** What all policies together say of one action. */
interface Verdict {
  readonly denied?: { readonly by: Deciding; readonly model: PolicyModel };
  /** By model, the first statement that allows it. */
  readonly role?: Deciding;
  readonly identity?: Deciding;
}

/**
 * Whether a principal with these grants may do what is requested (D13): nothing denies the action, and either a
 * role policy allows it, or identity policies allow it and every action that it depends on, none of which anything
 * denies. A role policy needs no dependencies, and allows none for an identity policy. The account itself is not asked
 * about here: it may do everything.
 * Pure: the same grants and request give the same decision.
 */
export function decide(grants: readonly Grant[], request: DecisionRequest): Decision {
  const { denied, role, identity } = judge(grants, request, request);
  if (denied !== undefined) return { allowed: false, kind: 'explicit', action: request.action, ...denied };
  if (role !== undefined) return { allowed: true, by: role };
  if (identity === undefined) return { allowed: false, kind: 'implicit', action: request.action };
  for (const dependency of request.dependencies) {
    const failure = failureOf(dependency, judge(grants, dependency, request));
    if (failure !== undefined) return failure;
  }
  return { allowed: true, by: identity };
}

/** Whether policies that have a say in the project allow the action for something, at some time or from somewhere. */
export function isAllowedElsewhere(grants: readonly Grant[], request: DecisionRequest): boolean {
  const { name } = questionOf(request);
  return grants.some(
    ({ scope, policy }) =>
      (scope.kind === 'enterprise-project' || isInScope(scope, request)) &&
      statementsOn(policy.statements, name).some(({ effect }) => effect === 'Allow'),
  );
}

function failureOf({ action }: RequestedAction, verdict: Verdict): Denied | undefined {
  if (verdict.denied !== undefined) return { allowed: false, kind: 'explicit', action, ...verdict.denied };
  if (verdict.identity === undefined) return { allowed: false, kind: 'implicit', action, model: 'identity' };
  return undefined;
}

function judge(grants: readonly Grant[], asked: RequestedAction, request: DecisionRequest): Verdict {
  const question = questionOf(asked);
  let role: Deciding | undefined;
  let identity: Deciding | undefined;
  for (const grant of grants) {
    if (!isInScope(grant.scope, request)) continue;
    const { model, statements } = grant.policy;
    for (const statement of statementsOn(statements, question.name)) {
      const allows = statement.effect === 'Allow';
      if (allows && (model === 'role' ? role : identity) !== undefined) continue;
      if (!applies(statement, question.urn, request.keys)) continue;
      const by = decidingOf(grant, statement);
      if (!allows) return { denied: { by, model } };
      if (model === 'role') role = by;
      else identity = by;
    }
  }
  return { ...(role && { role }), ...(identity && { identity }) };
}
