import type { ProjectId } from '../../ids.js';
import type { ConditionKeys } from './conditionKeys.js';
import type { Condition } from './evaluateCondition.js';
import type { ActionMatcher } from './matchActions.js';
import type { ResourceMatcher } from './matchResources.js';

/**
 * `role`: Version 1.1, and 1.0 for roles that come with the service (docs/reference/policies.md#role-policies). `identity`:
 * Version 5.0 (docs/reference/policies.md#identity-policies).
 */
export type PolicyModel = 'role' | 'identity';

/** A policy that applies to a principal, and where. */
export interface Grant {
  readonly policy: CompiledPolicy;
  readonly scope: GrantScope;
}

export type GrantScope =
  | { readonly kind: 'everywhere' }
  /** Counts for what concerns the account as a whole: requests without a project. */
  | { readonly kind: 'domain' }
  | { readonly kind: 'project'; readonly projectId: ProjectId }
  | { readonly kind: 'enterprise-project'; readonly enterpriseProjectId: string };

export interface CompiledPolicy {
  readonly id: string;
  readonly name: string;
  readonly model: PolicyModel;
  readonly statements: readonly CompiledStatement[];
}

/** One statement, ready to be asked. Made by `parsePolicyDocument` and `brokenPolicy` only. */
export interface CompiledStatement {
  /** Its Sid, or its place in the document: `#2` is the second. */
  readonly label: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: ActionMatcher;
  /** Undefined: all resources. */
  readonly resources: ResourceMatcher | undefined;
  readonly conditions: readonly Condition[];
}

export interface RequestedAction {
  /** For instance `workspace:desktops:delete`. */
  readonly action: string;
  /** A URN, `workspace:<region>:<account>:desktop:<id>`; undefined: only `*` fits. */
  readonly resource: string | undefined;
}

export interface DecisionRequest extends RequestedAction {
  /** What identity policies must allow besides (D13); role policies do not need them. */
  readonly dependencies: readonly RequestedAction[];
  readonly keys: ConditionKeys;
  /** With the next: which grants' scopes count. */
  readonly projectId: ProjectId | undefined;
  readonly enterpriseProjectId: string | undefined;
}

/** The statement that decided. */
export interface Deciding {
  readonly policyId: string;
  readonly policyName: string;
  /** Its Sid or `#2`. */
  readonly statement: string;
}

export type Decision = Allowed | Denied;

export interface Allowed {
  readonly allowed: true;
  readonly by: Deciding;
}

export interface Denied {
  readonly allowed: false;
  /** `explicit`: a Deny statement applies. `implicit`: nothing allows it. */
  readonly kind: 'explicit' | 'implicit';
  /** The one that failed; may be a dependency's. */
  readonly action: string;
  /** Given when `explicit`. */
  readonly by?: Deciding;
  /** Given when `explicit`, and when a dependency failed. */
  readonly model?: PolicyModel;
}
