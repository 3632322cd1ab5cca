import { readStoredPolicy, type StoredPolicy } from '../../access/policies/readStoredPolicy.js';
import type { CompiledPolicy } from '../../access/policies/types.js';

interface Entry {
  readonly stored: StoredPolicy;
  readonly policy: CompiledPolicy;
}

/** Most policies that stay compiled; the ones asked for least recently go first. */
const max = 2_000;
const compiled = new Map<string, Entry>();

/** An own policy ready for decisions, compiled once for each document that it has. */
export function compiledOwnPolicy(stored: StoredPolicy): CompiledPolicy {
  const known = compiled.get(stored.id);
  const same = known !== undefined && known.stored.document === stored.document;
  const entry =
    same && known.stored.name === stored.name && known.stored.model === stored.model
      ? known
      : { stored, policy: readStoredPolicy(stored) };
  compiled.delete(stored.id);
  compiled.set(stored.id, entry);
  if (compiled.size > max) {
    const [oldest] = compiled.keys();
    if (oldest !== undefined) compiled.delete(oldest);
  }
  return entry.policy;
}
