import { decide } from './decide.js';
import { type Condition, holds } from './evaluateCondition.js';
import { decidingOf, isInScope, keysOf, questionOf, variablesOf } from './matchStatement.js';
import { valueOf } from './policyVariables.js';
import { statementsOn } from './statementsOn.js';
import type { CompiledStatement, DecisionRequest, Denied, Grant, RequestedAction } from './types.js';

/** One thing that a list may show. */
export interface ListedItem {
  /** Its URN. */
  readonly resource: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
  readonly enterpriseProjectId: string;
}

/** What of a thing decides whether a list shows it. What is false or empty need not be read. */
export interface Dependence {
  readonly enterpriseProject: boolean;
  readonly resource: boolean;
  /** Keys of the tags that count. */
  readonly tags: ReadonlySet<string>;
}

/**
 * How policies limit a list (docs/reference/choices.md#lists): all of it, none of it (a refusal), or what `allows` lets
 * through.
 */
export type ListLimits =
  | { readonly kind: 'all' }
  | { readonly kind: 'none'; readonly denied: Denied }
  | { readonly kind: 'some'; readonly on: Dependence; readonly allows: (item: ListedItem) => boolean };

/** What is known of a statement before it is known which thing it is held against. */
type Applicability = 'always' | 'never' | 'depends';

const enterpriseProjectKey = 'g:EnterpriseProjectId';
const tagKey = 'g:ResourceTag/';

/**
 * The limits of a list. Statements are held against what is the same for every thing in it; only when one depends on
 * the thing itself must things be looked at, and then by {@link decide}, so that a list shows exactly what a call for
 * the single thing would allow.
 * @param request Without resource, enterprise project and the keys that a thing brings with it; they are its own.
 */
export function limitsFor(grants: readonly Grant[], request: DecisionRequest): ListLimits {
  const on = { enterpriseProject: false, resource: false, tags: new Set<string>() };
  const main = survey(grants, request, request, on);
  const { action } = request;
  if (main.denied !== undefined)
    return { kind: 'none', denied: { allowed: false, kind: 'explicit', action, ...main.denied } };
  const dependencies = main.identity === 'never' ? [] : request.dependencies;
  const surveys = dependencies.map((dependency) => ({
    action: dependency.action,
    ...survey(grants, dependency, request, on),
  }));
  const failed = surveys.find(({ denied, identity }) => denied !== undefined || identity === 'never');
  if (main.role === 'never' && main.identity === 'never')
    return { kind: 'none', denied: { allowed: false, kind: 'implicit', action } };
  if (main.role === 'never' && failed !== undefined)
    return { kind: 'none', denied: accessDenied(failed.action, failed.denied) };
  const byIdentity = [main, ...surveys].every(
    (each) => each.identity === 'always' && !each.mayDeny && !each.denied,
  );
  if (!main.mayDeny && (main.role === 'always' || byIdentity)) return { kind: 'all' };
  return { kind: 'some', on, allows: (item) => decide(grants, requestFor(request, item)).allowed };
}

/** The request for one thing of a list. */
function requestFor(request: DecisionRequest, item: ListedItem): DecisionRequest {
  const { resource, enterpriseProjectId, tags } = item;
  const keys = new Map(request.keys);
  keys.set(enterpriseProjectKey, [enterpriseProjectId]);
  for (const [key, value] of tags) keys.set(`${tagKey}${key}`, [value]);
  return { ...request, resource, enterpriseProjectId, keys };
}

interface Survey {
  /** A Deny applies to everything. */
  readonly denied: Pick<Denied, 'by' | 'model'> | undefined;
  readonly mayDeny: boolean;
  readonly role: Applicability;
  readonly identity: Applicability;
}

function accessDenied(action: string, denied: Pick<Denied, 'by' | 'model'> | undefined): Denied {
  if (denied === undefined) return { allowed: false, kind: 'implicit', action, model: 'identity' };
  return { allowed: false, kind: 'explicit', action, ...denied };
}

function survey(
  grants: readonly Grant[],
  asked: RequestedAction,
  request: DecisionRequest,
  on: { enterpriseProject: boolean; resource: boolean; tags: Set<string> },
): Survey {
  const { name } = questionOf(asked);
  const allowed = { role: 'never' as Applicability, identity: 'never' as Applicability };
  let mayDeny = false;
  for (const grant of grants) {
    const byProject = grant.scope.kind === 'enterprise-project';
    if (!byProject && !isInScope(grant.scope, request)) continue;
    const { model, statements } = grant.policy;
    for (const statement of statementsOn(statements, name)) {
      const known = applicability(statement, request);
      if (known === 'never') continue;
      noteDependence(statement, byProject, on);
      const sure = known === 'always' && !byProject;
      if (statement.effect === 'Deny') {
        if (sure) return { denied: { by: decidingOf(grant, statement), model }, mayDeny: true, ...allowed };
        mayDeny = true;
      } else if (sure) allowed[model] = 'always';
      else if (allowed[model] === 'never') allowed[model] = 'depends';
    }
  }
  return { denied: undefined, mayDeny, ...allowed };
}

function applicability(statement: CompiledStatement, { keys }: DecisionRequest): Applicability {
  const { resources, conditions, effect } = statement;
  for (const variable of variablesOf(statement))
    if (!isOfThing(variable.key) && valueOf(variable, keys) === undefined) return 'never';
  const settled = conditions.filter((condition) => !keysIn(condition).some(isOfThing));
  if (!settled.every((condition) => holds(condition, keys, effect === 'Deny'))) return 'never';
  if (resources?.reach === (resources?.negated === true ? 'all' : 'none')) return 'never';
  return resources?.reach === 'some' || keysOf(statement).some(isOfThing) ? 'depends' : 'always';
}

function keysIn(condition: Condition): readonly (string | undefined)[] {
  return [
    condition.key,
    ...(condition.kind === 'null' ? [] : condition.test.variables.map(({ key }) => key)),
  ];
}

function noteDependence(
  statement: CompiledStatement,
  byProject: boolean,
  on: { enterpriseProject: boolean; resource: boolean; tags: Set<string> },
): void {
  const keys = keysOf(statement);
  if (byProject || keys.includes(enterpriseProjectKey)) on.enterpriseProject = true;
  if (statement.resources?.reach === 'some') on.resource = true;
  for (const key of keys) if (key.startsWith(tagKey)) on.tags.add(key.slice(tagKey.length));
}

function isOfThing(key: string | undefined): boolean {
  return key !== undefined && (key === enterpriseProjectKey || key.startsWith(tagKey));
}
