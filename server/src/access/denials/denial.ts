import { ApiError, type ErrorCode } from '../../errors/errors.js';
import type { DomainId, IamUserId } from '../../ids.js';
import type { ConditionKeys } from '../policies/conditionKeys.js';
import type { Denied } from '../policies/types.js';

/** Everything that a refusal for a policy's sake rests on: for the encrypted message in the answer, and for the trace. */
export interface DenialFacts {
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

/** A refusal by policies, with what it rests on. */
export class AccessDenied extends ApiError {
  readonly denial: DenialFacts;

  constructor(code: ErrorCode, denial: DenialFacts) {
    super(code, [denial.decision.action]);
    this.denial = denial;
  }
}
