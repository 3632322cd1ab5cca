import { compileActions } from './matchActions.js';
import { parsePolicyDocument } from './parsePolicyDocument.js';
import { PolicyError } from './policyError.js';
import type { CompiledPolicy, PolicyModel } from './types.js';

export interface StoredPolicy {
  readonly id: string;
  readonly name: string;
  readonly model: PolicyModel;
  readonly document: string;
}

/**
 * A policy as the database holds it, ready for decisions. It was checked when it was written; one that cannot be read
 * now (written by a newer version, changed by hand) may have denied something, so it denies everything where it
 * applies, and the refusal names it.
 */
export function readStoredPolicy({ id, name, model, document }: StoredPolicy): CompiledPolicy {
  try {
    return { id, name, model, statements: parsePolicyDocument(model, document).statements };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return brokenPolicy({ id, name, model });
  }
}

function brokenPolicy(policy: Omit<CompiledPolicy, 'statements'>): CompiledPolicy {
  const label = 'policy cannot be read';
  const actions = compileActions(['*'], false, '*');
  return {
    ...policy,
    statements: [{ label, effect: 'Deny', actions, resources: undefined, conditions: [] }],
  };
}
