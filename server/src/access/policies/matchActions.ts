import { compilePattern, type TextTest } from './matchText.js';

/** Which actions a statement speaks of. */
export interface ActionMatcher {
  /** `NotAction`: all but these. */
  readonly negated: boolean;
  /** `*` is among them. */
  readonly all: boolean;
  readonly services: ReadonlyMap<string, ServiceActions>;
  /** Patterns whose service is one itself. */
  readonly elsewhere: readonly ActionPattern[];
}

interface ServiceActions {
  readonly exact: ReadonlySet<string>;
  readonly patterns: readonly ActionPattern[];
}

interface ActionPattern {
  readonly service: TextTest;
  readonly type: TextTest;
  readonly operation: TextTest;
}

/** The name of an action in its parts, in lower case, as the case does not count. */
export interface ActionName {
  readonly service: string;
  readonly type: string;
  readonly operation: string;
  readonly whole: string;
}

/** The type may be empty: `sts::decodeAuthorizationMessage`. */
export function readActionName(action: string): ActionName {
  const whole = action.toLowerCase();
  const first = whole.indexOf(':');
  const second = whole.indexOf(':', first + 1);
  if (first === -1 || second === -1) return { service: whole, type: '', operation: '', whole };
  return {
    service: whole.slice(0, first),
    type: whole.slice(first + 1, second),
    operation: whole.slice(second + 1),
    whole,
  };
}

/**
 * Sorts a statement's action patterns so that most statements are done with after one look-up.
 * @param patterns `*` or three parts; no wildcard reaches across a colon.
 */
export function compileActions(
  patterns: readonly string[],
  negated: boolean,
  wildcards: '*' | '*?',
): ActionMatcher {
  const services = new Map<string, { exact: Set<string>; patterns: ActionPattern[] }>();
  const elsewhere: ActionPattern[] = [];
  for (const pattern of patterns.filter((each) => each !== '*')) {
    const { service, type, operation, whole } = readActionName(pattern);
    const compiled = {
      service: compilePattern(service, wildcards),
      type: compilePattern(type, wildcards),
      operation: compilePattern(operation, wildcards),
    };
    if (/[*?]/.test(service)) {
      elsewhere.push(compiled);
      continue;
    }
    const known = services.get(service) ?? { exact: new Set(), patterns: [] };
    services.set(service, known);
    if (/[*?]/.test(whole)) known.patterns.push(compiled);
    else known.exact.add(whole);
  }
  return { negated, all: patterns.includes('*'), services, elsewhere };
}

export function matchesAction(matcher: ActionMatcher, name: ActionName): boolean {
  return isListed(matcher, name) !== matcher.negated;
}

function isListed({ all, services, elsewhere }: ActionMatcher, name: ActionName): boolean {
  if (all) return true;
  const service = services.get(name.service);
  if (service !== undefined) {
    if (service.exact.has(name.whole)) return true;
    for (const { type, operation } of service.patterns)
      if (type(name.type) && operation(name.operation)) return true;
  }
  for (const pattern of elsewhere)
    if (pattern.service(name.service) && pattern.type(name.type) && pattern.operation(name.operation))
      return true;
  return false;
}
