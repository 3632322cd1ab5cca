import type { ConditionKeys } from './conditionKeys.js';
import { holds } from './evaluateCondition.js';
import { type ActionName, readActionName } from './matchActions.js';
import { matchesResource, readUrn, type UrnParts } from './matchResources.js';
import type { Variable } from './policyVariables.js';
import type {
  CompiledStatement,
  Deciding,
  DecisionRequest,
  Grant,
  GrantScope,
  RequestedAction,
} from './types.js';

/** What is asked for, taken apart once and then held against every statement. */
export interface Question {
  readonly name: ActionName;
  readonly urn: UrnParts | undefined;
}

/** @throws {Error} for a resource that is no URN: a mistake in this program, so nothing must come of it. */
export function questionOf({ action, resource }: RequestedAction): Question {
  const urn = resource === undefined ? undefined : readUrn(resource);
  if (resource !== undefined && urn === undefined) throw new Error(`"${resource}" is not a URN.`);
  return { name: readActionName(action), urn };
}

/** Whether a grant with this scope has a say in a request. */
export function isInScope(
  scope: GrantScope,
  { projectId, enterpriseProjectId }: Pick<DecisionRequest, 'projectId' | 'enterpriseProjectId'>,
): boolean {
  switch (scope.kind) {
    case 'everywhere':
      return true;
    case 'domain':
      return projectId === undefined;
    case 'project':
      return scope.projectId === projectId;
    case 'enterprise-project':
      return scope.enterpriseProjectId === enterpriseProjectId;
  }
}

/** Whether a statement that speaks of the action applies to the resource and the request. */
export function applies(
  statement: CompiledStatement,
  urn: UrnParts | undefined,
  keys: ConditionKeys,
): boolean {
  if (statement.resources !== undefined && !matchesResource(statement.resources, urn, keys)) return false;
  for (const condition of statement.conditions)
    if (!holds(condition, keys, statement.effect === 'Deny')) return false;
  return true;
}

/** All variables of a statement. */
export function variablesOf({ resources, conditions }: CompiledStatement): readonly Variable[] {
  return [
    ...(resources?.patterns.variables ?? []),
    ...conditions.flatMap((condition) => (condition.kind === 'null' ? [] : condition.test.variables)),
  ];
}

/** The condition keys that a statement asks for, in conditions and in variables. */
export function keysOf(statement: CompiledStatement): readonly string[] {
  const inVariables = variablesOf(statement).flatMap(({ key }) => (key === undefined ? [] : [key]));
  return [...statement.conditions.map(({ key }) => key), ...inVariables];
}

export function decidingOf({ policy }: Grant, statement: CompiledStatement): Deciding {
  return { policyId: policy.id, policyName: policy.name, statement: statement.label };
}
