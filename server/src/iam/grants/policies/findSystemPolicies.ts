import { readStoredPolicy } from '../../../access/policies/readStoredPolicy.js';
import { type SystemPolicy, systemPolicies } from '../../../access/policies/systemPolicies.js';
import type { CompiledPolicy, PolicyModel } from '../../../access/policies/types.js';
import { ApiError } from '../../../errors/errors.js';
import { likenessOf } from '../../identities/likeness.js';
import type { Policy } from './policy.js';

/** When the system policies were written; they change with releases only. */
const written = new Date('2026-11-01T00:00:00Z');

interface Entry {
  readonly policy: Policy;
  readonly document: string;
  /** Compiled once, when first given to somebody who asks. */
  compiled: CompiledPolicy | undefined;
}

const entries = new Map<string, Entry>(
  systemPolicies.map((system) => [
    system.id,
    { policy: policyOf(system), document: system.document, compiled: undefined },
  ]),
);

/** The policies of a model that came with the service. */
export function listSystemPolicies(model: PolicyModel): Policy[] {
  return [...entries.values()].map(({ policy }) => policy).filter((policy) => policy.model === model);
}

/** The policy that came with the service under this id, if it is of that model. */
export function findSystemPolicy(model: PolicyModel, id: string): Policy | undefined {
  const policy = entries.get(id)?.policy;
  return policy?.model === model ? policy : undefined;
}

/** The document of a policy that came with the service. */
export function systemDocument(id: string): string | undefined {
  return entries.get(id)?.document;
}

/**
 * A policy that came with the service, ready for decisions. One that this release does not have denies everything where it
 * applies, as one that cannot be understood: what it said is not known.
 */
export function compiledSystemPolicy(model: PolicyModel, id: string): CompiledPolicy {
  const entry = entries.get(id);
  if (entry === undefined) return readStoredPolicy({ id, name: id, model, document: '' });
  const { policy, document } = entry;
  entry.compiled ??= readStoredPolicy({ id, name: policy.name, model: policy.model, document });
  return entry.compiled;
}

/** Whether a name looks like that of a policy that came with the service. */
export function isSystemName(model: PolicyModel, name: string): boolean {
  const likeness = likenessOf(name);
  return listSystemPolicies(model).some(
    (policy) => likenessOf(policy.name) === likeness || likenessOf(policy.internalName) === likeness,
  );
}

/** @throws {ApiError} DPL.0409 for a policy that came with the service: nobody changes it */
export function refuseSystemPolicy(model: PolicyModel, id: string): void {
  if (findSystemPolicy(model, id) === undefined) return;
  throw new ApiError('DPL.0409', [
    { en: 'this policy came with the service and cannot be changed', zh: '系统策略不能修改或删除' },
  ]);
}

function policyOf(system: SystemPolicy): Policy {
  return {
    id: system.id,
    model: system.model,
    name: system.displayName,
    internalName: system.name,
    own: false,
    path: '',
    displayMode: system.type,
    catalog: system.catalog,
    description: system.description.en,
    descriptionCn: system.description.zh,
    version: 1,
    createdAt: written,
    updatedAt: written,
  };
}
