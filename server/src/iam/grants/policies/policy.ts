import type { PolicyModel } from '../../../access/policies/types.js';

/**
 * Where a role is shown to be given: AX for the account, XA for projects, AA both, XX neither
 * (docs/reference/policies.md#role-policies).
 */
export type DisplayMode = 'AX' | 'XA' | 'AA' | 'XX';

/** A policy as an account sees it, without its document. */
export interface Policy {
  readonly id: string;
  readonly model: PolicyModel;
  /** Shown to people; of an identity policy part of its URN. */
  readonly name: string;
  /** The name that programs know a role by. */
  readonly internalName: string;
  /** False: it came with the service, is the same in every account and cannot be changed. */
  readonly own: boolean;
  readonly path: string;
  readonly displayMode: DisplayMode;
  readonly catalog: string;
  readonly description: string;
  readonly descriptionCn: string;
  /** The version that counts; the document of (id, version) never changes. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Who a policy is given to. */
export interface Subject {
  readonly kind: 'user' | 'group';
  readonly id: string;
}

/** Where a policy counts that is given to somebody. The ids are as a caller named them: nothing is proven yet. */
export type Scope =
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'domain' }
  | { readonly kind: 'project'; readonly id: string }
  | { readonly kind: 'enterprise-project'; readonly id: string };

/** How many of each there may be. */
export const policyQuotas = {
  /** Own policies of an account, of each model. */
  policies: 200,
  /** Versions of an identity policy, as in the real service. */
  versions: 5,
  /** Identity policies attached to one user or group. */
  attachments: 20,
  /** Assignments of roles to one user or group. */
  assignments: 500,
} as const;
