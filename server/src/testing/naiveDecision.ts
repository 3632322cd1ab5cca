import type { DecisionRequest, GrantScope, PolicyModel } from '../access/policies/types.js';
import { naiveInRange } from './naiveInRange.js';
import { glob, globTokens, lookUp, replaceVariables, type Token } from './naiveVariables.js';

/** A statement as it stands in a document. */
export interface NaiveStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[] | { readonly uri: readonly string[] };
  readonly NotResource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface NaivePolicy {
  readonly model: PolicyModel;
  readonly scope: GrantScope;
  readonly statements: readonly NaiveStatement[];
}

/**
 * A second model of decisions, for comparison: it reads documents word by word as the rules are told, with nothing
 * compiled and nothing shared with the product.
 */
export function naiveDecision(
  policies: readonly NaivePolicy[],
  request: DecisionRequest,
): { readonly allowed: boolean; readonly explicit: boolean; readonly action: string } {
  const inForce = policies.filter(({ scope }) => inScope(scope, request));
  const says = (
    effect: string,
    model: string | undefined,
    action: string,
    resource: string | undefined,
  ): boolean =>
    inForce
      .filter((policy) => model === undefined || policy.model === model)
      .flatMap(({ statements }) => statements)
      .some(
        (statement) => statement.Effect === effect && speaksOf(statement, action, resource, request.keys),
      );
  const { action, resource, dependencies } = request;
  if (says('Deny', undefined, action, resource)) return { allowed: false, explicit: true, action };
  if (says('Allow', 'role', action, resource)) return { allowed: true, explicit: false, action };
  if (!says('Allow', 'identity', action, resource)) return { allowed: false, explicit: false, action };
  for (const needed of dependencies) {
    if (says('Deny', undefined, needed.action, needed.resource))
      return { allowed: false, explicit: true, action: needed.action };
    if (!says('Allow', 'identity', needed.action, needed.resource))
      return { allowed: false, explicit: false, action: needed.action };
  }
  return { allowed: true, explicit: false, action };
}

function inScope(scope: GrantScope, request: DecisionRequest): boolean {
  if (scope.kind === 'domain') return request.projectId === undefined;
  if (scope.kind === 'project') return request.projectId === scope.projectId;
  if (scope.kind === 'enterprise-project') return request.enterpriseProjectId === scope.enterpriseProjectId;
  return true;
}

function speaksOf(
  statement: NaiveStatement,
  action: string,
  resource: string | undefined,
  keys: DecisionRequest['keys'],
): boolean {
  const actions = statement.Action ?? statement.NotAction ?? [];
  const named = actions.some(
    (pattern) => pattern === '*' || partwise(pattern.toLowerCase(), action.toLowerCase(), 3),
  );
  if (named !== (statement.Action !== undefined)) return false;
  const listed = statement.Resource ?? statement.NotResource;
  const texts = listed === undefined || 'uri' in listed ? [] : listed;
  const resources = texts.map((text) => replaceVariables(text, keys));
  if (resources.includes(undefined)) return false;
  if (listed !== undefined) {
    const fits = resources.some(
      (pattern = []) =>
        (pattern.length === 1 && pattern[0]?.char === '*') ||
        (resource !== undefined && fitsUrn(pattern, resource)),
    );
    if (fits !== (statement.Resource !== undefined)) return false;
  }
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, wanted]) =>
    Object.entries(wanted).map(([key, values]) => ({
      operator,
      key,
      wanted: (typeof values === 'string' ? [values] : values).map((value) =>
        operator.includes('String') ? replaceVariables(value, keys) : plainly(value),
      ),
    })),
  );
  return (
    conditions.every(({ wanted }) => !wanted.includes(undefined)) &&
    conditions.every(({ operator, key, wanted }) =>
      fulfilled(
        operator,
        wanted.map((each) => each ?? []),
        lookUp(key, keys),
        statement.Effect,
      ),
    )
  );
}

function plainly(text: string): Token[] {
  return Array.from(text, (char) => ({ char, literal: true }));
}

/** A colon that a variable brought along is none that parts. */
function fitsUrn(pattern: readonly Token[], urn: string): boolean {
  const parts: Token[][] = [[]];
  for (const token of pattern) {
    if (token.char === ':' && !token.literal && parts.length < 5) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  const [service, region, account, type, ...path] = urn.split(':');
  return [service, region, account, type, path.join(':')].every((text, place) => {
    const lower = (one: string): string => (place === 0 || place === 3 ? one.toLowerCase() : one);
    const tokens = (parts[place] ?? []).map(({ char, literal }) => ({ char: lower(char), literal }));
    return globTokens(tokens, lower(text ?? ''));
  });
}

function partwise(pattern: string, text: string, count: number): boolean {
  const patterns = pattern.split(':');
  const texts = text.split(':');
  return patterns.length === count && patterns.every((part, index) => glob(part, texts[index] ?? ''));
}

function fulfilled(
  operator: string,
  wanted: readonly (readonly Token[])[],
  values: readonly string[],
  effect: 'Allow' | 'Deny',
): boolean {
  if (operator === 'Null') return (values.length === 0) === (spell(wanted[0] ?? []) === 'true');
  const each = operator.startsWith('ForAllValues:');
  const any = operator.startsWith('ForAnyValue:');
  const ifExists = operator.endsWith('IfExists');
  const plain = operator.replace(/^For\w+:/, '').replace(/IfExists$/, '');
  const negative = plain.includes('Not');
  const base = plain.replace('Not', '');
  if (values.length === 0) return ifExists || each || (negative && !any);
  const outcome = (value: string): boolean => {
    if (wanted.some((one) => compare(base, value, one) === 'unreadable')) return effect === 'Deny';
    return wanted.some((one) => compare(base, value, one) === true) !== negative;
  };
  if (each || (negative && !any)) return values.every(outcome);
  return values.some(outcome);
}

function spell(tokens: readonly Token[]): string {
  return tokens.map(({ char }) => char).join('');
}

function compare(operator: string, value: string, tokens: readonly Token[]): boolean | 'unreadable' {
  const wanted = spell(tokens);
  if (operator === 'StringEquals') return value === wanted;
  if (operator === 'StringEqualsIgnoreCase') return value.toUpperCase() === wanted.toUpperCase();
  if (operator === 'StringMatch') return globTokens(tokens, value);
  if (operator === 'StringStartWith') return value.slice(0, wanted.length) === wanted;
  if (operator === 'StringEndWith') return wanted === '' || value.slice(-wanted.length) === wanted;
  if (operator === 'Bool') return value === 'true' || value === 'false' ? value === wanted : 'unreadable';
  if (operator === 'IpAddress') return naiveInRange(value, wanted);
  const isDate = operator.startsWith('Date');
  const readable = isDate ? /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$/ : /^-?\d+(\.\d+)?$/;
  if (!readable.test(value) || (isDate && Number.isNaN(Date.parse(value)))) return 'unreadable';
  const [left, right] = isDate ? [Date.parse(value), Date.parse(wanted)] : [Number(value), Number(wanted)];
  const kind = operator.replace(/^(Date|Number)/, '');
  if (kind === 'Equals') return left === right;
  if (kind === 'LessThan') return left < right;
  if (kind === 'LessThanEquals') return left <= right;
  if (kind === 'GreaterThan') return left > right;
  return left >= right;
}
