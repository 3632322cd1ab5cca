import { checkDocument } from '../../../access/policies/checkDocument.js';
import type { PolicyModel } from '../../../access/policies/types.js';
import { type Ambient, newHexId } from '../../../ambient.js';
import { noteMade } from '../../../auditEvents/openAuditEvent.js';
import type { Database, Transaction } from '../../../database/connect.js';
import { ApiError } from '../../../errors/errors.js';
import type { DomainId } from '../../../ids.js';
import { likenessOf } from '../../identities/likeness.js';
import { lockAccount } from '../lockAccount.js';
import { findOwnPolicy } from './findPolicies.js';
import { isSystemName } from './findSystemPolicies.js';
import { type Policy, policyQuotas } from './policy.js';

export interface NewPolicy {
  readonly model: PolicyModel;
  readonly name: string;
  readonly path?: string;
  readonly displayMode?: 'AX' | 'XA';
  readonly description: string;
  readonly descriptionCn?: string;
  /** As it was given. */
  readonly document: string;
}

export interface PolicyParts {
  readonly database: Database;
  readonly ambient: Ambient;
}

/**
 * Adds a policy to the account; its document becomes version 1.
 * @throws {ApiError} a code of the policy grammar; DPL.0409 when the name is taken; DPL.4091
 */
export async function createPolicy(
  { database, ambient }: PolicyParts,
  domainId: DomainId,
  policy: NewPolicy,
): Promise<Policy> {
  checkDocument(policy.model, policy.document);
  return database
    .transaction()
    .execute((transaction) => createPolicyIn(transaction, ambient, domainId, policy));
}

/** The same in the caller's transaction, of a document that has passed. @throws {ApiError} DPL.0409, DPL.4091 */
export async function createPolicyIn(
  transaction: Transaction,
  ambient: Ambient,
  domainId: DomainId,
  policy: NewPolicy,
): Promise<Policy> {
  await lockAccount(transaction, domainId);
  await refuseFullAccount(transaction, domainId, policy.model);
  await refuseTakenName(transaction, domainId, policy.model, policy.name);
  const id = noteMade(newHexId(ambient));
  const now = ambient.now();
  await transaction
    .insertInto('iam_policies')
    .values({
      id,
      domain_id: domainId,
      model: policy.model,
      name: policy.name,
      likeness: likenessOf(policy.name),
      path: policy.path ?? '',
      display_mode: policy.displayMode ?? null,
      description: policy.description,
      description_cn: policy.descriptionCn ?? '',
      created_at: now,
      updated_at: now,
    })
    .execute();
  await transaction
    .insertInto('iam_policy_versions')
    .values({ policy_id: id, version: 1, domain_id: domainId, document: policy.document, created_at: now })
    .execute();
  const created = await findOwnPolicy(transaction, domainId, policy.model, id);
  if (created === undefined) throw new Error(`Policy ${id} was not there after it was created.`);
  return created;
}

async function refuseFullAccount(
  transaction: Transaction,
  domainId: DomainId,
  model: PolicyModel,
): Promise<void> {
  const { count } = await transaction
    .selectFrom('iam_policies')
    .where('domain_id', '=', domainId)
    .where('model', '=', model)
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  if (Number(count) < policyQuotas.policies) return;
  const limit = String(policyQuotas.policies);
  throw new ApiError('DPL.4091', [
    {
      en: `an account may have at most ${limit} policies; delete one first`,
      zh: `每个账号最多${limit}个策略`,
    },
  ]);
}

/**
 * A name must not look like one that the account or the service has: who gives a policy chooses it by its name.
 * @param except the policy that has the name now
 * @throws {ApiError} DPL.0409
 */
export async function refuseTakenName(
  transaction: Transaction,
  domainId: DomainId,
  model: PolicyModel,
  name: string,
  except = '',
): Promise<void> {
  const taken = await transaction
    .selectFrom('iam_policies')
    .where('domain_id', '=', domainId)
    .where('model', '=', model)
    .where('likeness', '=', likenessOf(name))
    .where('id', '<>', except)
    .select('id')
    .executeTakeFirst();
  if (taken === undefined && !isSystemName(model, name)) return;
  throw new ApiError('DPL.0409', [
    { en: 'the policy name is in use, or looks the same as one in use', zh: '已存在同名或外观相同的策略' },
  ]);
}
