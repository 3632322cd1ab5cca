import { compilePattern, type TextTest } from './matchText.js';

/** Which resources a statement speaks of. */
export interface ResourceMatcher {
  /** `NotResource`: all but these. */
  readonly negated: boolean;
  /** `*` is among them. */
  readonly all: boolean;
  readonly patterns: readonly (readonly TextTest[])[];
}

/** A URN in its five parts: service, region, account, type, path. */
export type UrnParts = readonly [string, string, string, string, string];

/**
 * The parts of `service:region:account:type:path`; the path may hold further colons. Service and type are put in lower
 * case, as their case does not count.
 */
export function readUrn(urn: string): UrnParts | undefined {
  const [service, region, account, type, ...path] = urn.split(':');
  if (service === undefined || region === undefined || account === undefined || type === undefined)
    return undefined;
  return path.length === 0
    ? undefined
    : [service.toLowerCase(), region, account, type.toLowerCase(), path.join(':')];
}

/** @param patterns `*` or five parts; only a wildcard in the path reaches across a colon. */
export function compileResources(
  patterns: readonly string[],
  negated: boolean,
  wildcards: '*' | '*?',
): ResourceMatcher {
  const urns = patterns.filter((pattern) => pattern !== '*');
  return {
    negated,
    all: urns.length < patterns.length,
    patterns: urns.map((urn) => (readUrn(urn) ?? []).map((part) => compilePattern(part, wildcards))),
  };
}

/**
 * @param urn Undefined for an action without a resource: of all that may be listed, only `*` stands for it.
 */
export function matchesResource(matcher: ResourceMatcher, urn: UrnParts | undefined): boolean {
  return isListed(matcher, urn) !== matcher.negated;
}

function isListed({ all, patterns }: ResourceMatcher, urn: UrnParts | undefined): boolean {
  if (all) return true;
  if (urn === undefined) return false;
  return patterns.some((tests) => tests.length === 5 && tests.every((test, part) => test(urn[part] ?? '')));
}
