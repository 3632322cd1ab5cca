import { readStoredPolicy, type StoredPolicy } from '../../access/policies/readStoredPolicy.js';
import type { CompiledPolicy } from '../../access/policies/types.js';
import { createBoundedMemory } from '../../memory/boundedMemory.js';

interface Entry {
  readonly stored: StoredPolicy;
  readonly policy: CompiledPolicy;
}

const compiled = createBoundedMemory<string, Entry>({ maxEntries: 2_000 });

/** An own policy ready for decisions, compiled once for each document that it has. */
export function compiledOwnPolicy(stored: StoredPolicy): CompiledPolicy {
  const known = compiled.get(stored.id);
  if (known !== undefined && isSame(known.stored, stored)) return known.policy;
  const policy = readStoredPolicy(stored);
  compiled.set(stored.id, { stored, policy });
  return policy;
}

function isSame(one: StoredPolicy, other: StoredPolicy): boolean {
  return one.document === other.document && one.name === other.name && one.model === other.model;
}
