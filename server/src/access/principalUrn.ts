import type { Principal } from './principal.js';

/**
 * How policies and answers name a user, the account's own too: `iam::<account>:user:<name>`
 * (docs/reference/policies.md#principals).
 */
export function principalUrnOf({ domainId, userName }: Pick<Principal, 'domainId' | 'userName'>): string {
  return `iam::${domainId}:user:${userName}`;
}
