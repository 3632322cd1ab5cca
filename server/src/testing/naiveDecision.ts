import type { DecisionRequest, GrantScope, PolicyModel } from '../iam/policies/types.js';

/** A statement as it stands in a document. */
export interface NaiveStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
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
  const resources = statement.Resource ?? statement.NotResource;
  if (resources !== undefined) {
    const listed = resources.some(
      (pattern) => pattern === '*' || (resource !== undefined && partwise(pattern, resource, 5)),
    );
    if (listed !== (statement.Resource !== undefined)) return false;
  }
  return Object.entries(statement.Condition ?? {}).every(([operator, wanted]) =>
    Object.entries(wanted).every(([key, values]) =>
      fulfilled(
        operator,
        typeof values === 'string' ? [values] : values,
        keys.get(key) ?? [],
        statement.Effect,
      ),
    ),
  );
}

function partwise(pattern: string, text: string, count: number): boolean {
  const patterns = pattern.split(':');
  const texts = text.split(':');
  return patterns.length === count && patterns.every((part, index) => glob(part, texts[index] ?? ''));
}

/** Slow on purpose: every way to spend a star is tried. */
export function glob(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('*')) {
    for (let taken = 0; taken <= text.length; taken += 1)
      if (glob(pattern.slice(1), text.slice(taken))) return true;
    return false;
  }
  return (
    text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && glob(pattern.slice(1), text.slice(1))
  );
}

function fulfilled(
  operator: string,
  wanted: readonly string[],
  values: readonly string[],
  effect: 'Allow' | 'Deny',
): boolean {
  if (operator === 'Null') return (values.length === 0) === (wanted[0] === 'true');
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

function compare(operator: string, value: string, wanted: string): boolean | 'unreadable' {
  if (operator === 'StringEquals') return value === wanted;
  if (operator === 'StringEqualsIgnoreCase') return value.toUpperCase() === wanted.toUpperCase();
  if (operator === 'StringMatch') return glob(wanted, value);
  if (operator === 'StringStartWith') return glob(`${wanted}*`, value);
  if (operator === 'StringEndWith') return glob(`*${wanted}`, value);
  if (operator === 'Bool') return value === 'true' || value === 'false' ? value === wanted : 'unreadable';
  if (operator === 'IpAddress') return inRange(value, wanted);
  const isDate = operator.startsWith('Date');
  const readable = isDate ? /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$/ : /^-?\d+(\.\d+)?$/;
  if (!readable.test(value)) return 'unreadable';
  const [left, right] = isDate ? [Date.parse(value), Date.parse(wanted)] : [Number(value), Number(wanted)];
  const kind = operator.replace(/^(Date|Number)/, '');
  if (kind === 'Equals') return left === right;
  if (kind === 'LessThan') return left < right;
  if (kind === 'LessThanEquals') return left <= right;
  if (kind === 'GreaterThan') return left > right;
  return left >= right;
}

/** IPv4 only: the properties use no other. */
function inRange(value: string, range: string): boolean | 'unreadable' {
  const [base = '', prefix = '32'] = range.split('/');
  const bits = (address: string): string =>
    address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(value)) return 'unreadable';
  return bits(value).slice(0, Number(prefix)) === bits(base).slice(0, Number(prefix));
}
