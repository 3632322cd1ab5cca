import type { Principal } from './principal.js';

/** How policies and answers name a user, the account's own too: `iam::<account>:user:<name>` (api-facts §7). */
export function principalUrnOf({ domainId, userName }: Pick<Principal, 'domainId' | 'userName'>): string {
  return `iam::${domainId}:user:${userName}`;
}
