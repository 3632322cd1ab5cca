import { createHash } from 'node:crypto';
import {
  administrationPolicies,
  networkPolicies,
  type PolicyOutline,
  workspacePolicies,
} from './systemPolicyOutlines.js';
import type { PolicyModel } from './types.js';

/** A policy that every account has and nobody can change. */
export interface SystemPolicy {
  /** The same in every service: 32 hex characters. */
  readonly id: string;
  readonly model: PolicyModel;
  /** What programs know it by: `te_admin`, `WorkspaceFullAccessPolicy`. */
  readonly name: string;
  readonly displayName: string;
  /** Where a role policy is meant to be assigned: AX the account, XA projects, AA both. */
  readonly type: 'AX' | 'XA' | 'AA';
  readonly catalog: string;
  readonly description: { readonly en: string; readonly zh: string };
  readonly document: string;
}

/**
 * The system policies, each sense as a role policy and as an identity policy. The names of the six Workspace role
 * policies are the service's (docs/reference/policies.md#system-policies); those of the identity policies are not known and are
 * our own.
 */
export const systemPolicies: readonly SystemPolicy[] = [
  ...workspacePolicies,
  ...networkPolicies,
  ...administrationPolicies,
].flatMap((outline) => [rolePolicy(outline), identityPolicy(outline)]);

function rolePolicy({ role, type, catalog, description, allow }: PolicyOutline): SystemPolicy {
  const { name, displayName } = role;
  const document = JSON.stringify({ Version: '1.1', Statement: [{ Effect: 'Allow', ...allow }] });
  return { id: idOf('role', name), model: 'role', name, displayName, type, catalog, description, document };
}

/** Identity policies also need what an action depends on (D13). */
function identityPolicy(outline: PolicyOutline): SystemPolicy {
  const { identity: name, type, catalog, description, allow, dependencies = [] } = outline;
  const statements = [
    { Sid: 'Allow', Effect: 'Allow', ...allow },
    ...(dependencies.length === 0 ? [] : [{ Sid: 'Dependencies', Effect: 'Allow', Action: dependencies }]),
  ];
  const document = JSON.stringify({ Version: '5.0', Statement: statements });
  const id = idOf('identity', name);
  return { id, model: 'identity', name, displayName: name, type, catalog, description, document };
}

function idOf(model: PolicyModel, name: string): string {
  return createHash('sha256').update(`system policy\n${model}\n${name}`).digest('hex').slice(0, 32);
}
