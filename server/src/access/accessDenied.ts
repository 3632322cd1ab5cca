import { ApiError, type ErrorCode } from '../errors/errors.js';
import type { DomainId, IamUserId } from '../ids.js';
import type { ConditionKeys } from './policies/conditionKeys.js';
import type { Denied } from './policies/types.js';

/** What a policy decision that denied access rests on: for the authorization message of the answer, and for the audit event. */
export interface AccessDeniedFacts {
  readonly principal: { readonly domainId: DomainId; readonly userId: IamUserId; readonly userName: string };
  /** The action that was asked for; {@link Denied.action} is the one that failed, perhaps one that it depends on. */
  readonly action: string;
  /** URN; undefined when the action has no resource. */
  readonly resource: string | undefined;
  /** The values that conditions were held against. */
  readonly keys: ConditionKeys;
  readonly decision: Denied;
  readonly at: Date;
  readonly requestId: string;
}

/** Access was denied by policies, with what the decision rests on. */
export class AccessDenied extends ApiError {
  readonly facts: AccessDeniedFacts;

  constructor(code: ErrorCode, facts: AccessDeniedFacts) {
    super(code, [facts.decision.action]);
    this.facts = facts;
  }
}
