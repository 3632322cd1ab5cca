import type { ConditionKeys } from './conditionKeys.js';
import { compilePattern, type Piece, type TextTest } from './matchText.js';
import { type Replaceable, replaceable, type Template } from './policyVariables.js';

/** Which resources a statement speaks of. */
export interface ResourceMatcher {
  /** `NotResource`: all but these. */
  readonly negated: boolean;
  /** `all`: `*` is among them. `none`: nothing that is listed can be a resource here. */
  readonly reach: 'all' | 'some' | 'none';
  readonly patterns: Replaceable<readonly (readonly TextTest[])[]>;
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

/** The parts of a pattern for URNs: at most five, each in its pieces. A colon in a literal piece parts nothing. */
export function partUrn(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const parts: Piece[][] = [];
  let part: Piece[] = [];
  for (const { text, literal } of pieces) {
    let rest = text;
    for (
      let colon = rest.indexOf(':');
      !literal && colon !== -1 && parts.length < 4;
      colon = rest.indexOf(':')
    ) {
      parts.push([...part, { text: rest.slice(0, colon), literal }]);
      part = [];
      rest = rest.slice(colon + 1);
    }
    part.push({ text: rest, literal });
  }
  return [...parts, part];
}

/** @param patterns `*` or five parts; only a wildcard in the path reaches across a colon. */
export function compileResources(
  patterns: readonly Template[],
  negated: boolean,
  wildcards: '*' | '*?',
): ResourceMatcher {
  const urns = patterns.filter((pattern) => !isStar(pattern));
  return {
    negated,
    reach: urns.length < patterns.length ? 'all' : urns.length === 0 ? 'none' : 'some',
    patterns: replaceable(urns, (texts) =>
      texts.map((text) =>
        partUrn(text).map((part, place) =>
          compilePattern(place === 0 || place === 3 ? part.map(inLowerCase) : part, wildcards),
        ),
      ),
    ),
  };
}

function isStar([first, ...rest]: Template): boolean {
  return rest.length === 0 && first !== undefined && 'text' in first && first.text === '*' && !first.literal;
}

function inLowerCase({ text, literal }: Piece): Piece {
  return { text: text.toLowerCase(), literal };
}

/**
 * @param urn Undefined for an action without a resource: of all that may be listed, only `*` stands for it.
 */
export function matchesResource(
  { negated, reach, patterns }: ResourceMatcher,
  urn: UrnParts | undefined,
  keys: ConditionKeys,
): boolean {
  const listed = patterns.under(keys);
  return listed !== undefined && (reach === 'all' || isListed(listed, urn)) !== negated;
}

function isListed(patterns: readonly (readonly TextTest[])[], urn: UrnParts | undefined): boolean {
  if (urn === undefined) return false;
  return patterns.some((tests) => tests.length === 5 && tests.every((test, part) => test(urn[part] ?? '')));
}
