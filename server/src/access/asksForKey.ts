import { keysOf } from './policies/matchStatement.js';
import type { CompiledPolicy } from './policies/types.js';
import type { Principal } from './principal.js';
import { sessionGrantsOf } from './sessionPolicy.js';

const named = new WeakMap<CompiledPolicy, ReadonlySet<string>>();

/** Whether any of the principal's policies asks for the key: only then need its value be looked up. */
export function asksFor(principal: Principal, key: string): boolean {
  const policies = [...principal.grants, ...(sessionGrantsOf(principal) ?? [])];
  return policies.some(({ policy }) => keysIn(policy).has(key));
}

function keysIn(policy: CompiledPolicy): ReadonlySet<string> {
  const known = named.get(policy);
  if (known !== undefined) return known;
  const keys = new Set(policy.statements.flatMap(keysOf));
  named.set(policy, keys);
  return keys;
}
