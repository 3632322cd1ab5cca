import { ApiError } from '../errors/errors.js';
import { checkDocument } from './policies/checkDocument.js';
import { readStoredPolicy } from './policies/readStoredPolicy.js';
import type { CompiledPolicy, Grant, PolicyModel } from './policies/types.js';
import type { Principal } from './principal.js';

/** Much more than narrowing takes; it is read at every first use of a key. */
const maxPolicyLength = 6_144;

/**
 * Checks a session policy. Either grammar will do; its Version says which.
 * @returns the document to store
 * @throws {ApiError} a code of the policy grammar
 */
export function checkSessionPolicy(policy: object): string {
  const text = JSON.stringify(policy);
  if (text.length > maxPolicyLength) {
    throw new ApiError('WKS.0001', [
      {
        en: `the policy has more than ${maxPolicyLength} characters`,
        zh: `策略长度超过${maxPolicyLength}个字符`,
      },
    ]);
  }
  checkDocument(modelOf(text), text);
  return text;
}

/** One that cannot be read any more denies everything. */
export function readSessionPolicy(document: string): CompiledPolicy {
  return readStoredPolicy({
    id: 'session-policy',
    name: 'session policy',
    model: modelOf(document),
    document,
  });
}

/**
 * What a temporary key's session policy allows, as grants of its own. Whoever decides asks `decide` twice, for the caller's
 * own grants and for these, and both must allow; the account itself is asked for these too.
 * @returns undefined when nothing is narrowed
 */
export function sessionGrantsOf(principal: Principal): readonly Grant[] | undefined {
  const { credential } = principal;
  if (credential.kind !== 'temporary' || credential.sessionPolicy === undefined) return undefined;
  return [{ policy: credential.sessionPolicy, scope: { kind: 'everywhere' } }];
}

function modelOf(text: string): PolicyModel {
  const document: unknown = JSON.parse(text);
  const version: unknown =
    typeof document === 'object' && document !== null ? Reflect.get(document, 'Version') : undefined;
  return version === '1.1' ? 'role' : 'identity';
}
