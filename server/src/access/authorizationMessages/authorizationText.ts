import type { AccessDeniedFacts } from '../accessDenied.js';
import type { Denied } from '../policies/types.js';
import { principalUrnOf } from '../principalUrn.js';

/** The most that a decoded text may have, in bytes of UTF-8; every answer stays below 10 240 characters with it. */
export const maxAuthorizationTextLength = 7_164;

/** How far condition values are cut when they are too many, one step after the other: characters per value. */
const cuts = [512, 128, 32] as const;

/**
 * What a decoded authorization message says, as JSON text. It begins with `context.user_profile` and ends with `failure`, the two anchors
 * that are known of the original (docs/reference/policies.md#authorization-messages). Says which statement decided, never what
 * other policies hold. Values that are too long are cut and keys that are too many left out, and `context.shortened` then says
 * so.
 */
export function writeAuthorizationText(facts: AccessDeniedFacts): string {
  const keys = [...facts.keys].sort(([one], [other]) => (one < other ? -1 : 1));
  const whole = write(facts, keys, false);
  if (fits(whole)) return whole;
  for (const max of cuts) {
    const text = write(facts, shorten(keys, max), true);
    if (fits(text)) return text;
  }
  for (let kept = shorten(keys, 32); ; kept = kept.slice(0, Math.floor(kept.length / 2))) {
    const text = write(facts, kept, true);
    if (fits(text) || kept.length === 0) return text;
  }
}

type Keys = readonly (readonly [string, readonly string[]])[];

const fits = (text: string): boolean => Buffer.byteLength(text) <= maxAuthorizationTextLength;

function shorten(keys: Keys, max: number): Keys {
  return keys.map(([key, values]) => [
    cut(key, 256),
    values.slice(0, Math.max(1, max / 16)).map((value) => cut(value, max)),
  ]);
}

const cut = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '')}…`;

function write(facts: AccessDeniedFacts, keys: Keys, shortened: boolean): string {
  const { principal, action, resource, decision } = facts;
  // Even if every character of all of these took six bytes, the rest fits besides.
  const limit = (text: string, max: number): string => (shortened ? cut(text, max) : text);
  const { by } = decision;
  return JSON.stringify({
    context: {
      user_profile: {
        domain_id: principal.domainId,
        user_id: principal.userId,
        user_name: limit(principal.userName, 64),
        principal_urn: limit(principalUrnOf(principal), 128),
      },
      action: limit(action, 128),
      resource: resource === undefined ? null : limit(resource, 256),
      conditions: Object.fromEntries(
        keys.map(([key, values]) => [key, values.length === 1 ? values[0] : values]),
      ),
      ...(shortened ? { shortened: true } : {}),
      request_id: facts.requestId,
      time: facts.at.toISOString(),
    },
    failed_action: limit(decision.action, 128),
    deciding_statement:
      by === undefined
        ? 'none allowed'
        : {
            policy_id: limit(by.policyId, 64),
            policy_name: limit(by.policyName, 64),
            statement: limit(by.statement, 64),
          },
    failure: failureOf(decision),
  });
}

/** Why, in the words of the original: `implicit deny by identity-based policy`. */
export function failureOf({ kind, by, model }: Pick<Denied, 'kind' | 'by' | 'model'>): string {
  const source = by?.policyId === 'session-policy' ? 'session' : model === 'role' ? 'role' : 'identity-based';
  return `${kind} deny by ${source} policy`;
}
