import type { PolicyModel } from '../../access/policies/types.js';
import { type Ambient, newHexId } from '../../ambient.js';
import type { Database, Transaction } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import { asId, type DomainId, type IamUserId, type ProjectId } from '../../ids.js';
import {
  findEnterpriseProject,
  requireOpenEnterpriseProject,
} from '../identities/enterpriseProjects/enterpriseProjects.js';
import { lockAccount } from './lockAccount.js';
import type { PolicyParts } from './policies/createPolicy.js';
import { findPolicy } from './policies/findPolicies.js';
import { policyQuotas, type Scope, type Subject } from './policies/policy.js';

/** A policy of somebody: what is asked for, nothing of it proven yet. */
export interface GrantReference {
  readonly model: PolicyModel;
  readonly policyId: string;
  readonly subject: Subject;
  readonly scope: Scope;
}

/**
 * Gives a policy to a user or group of the account. Once more changes nothing.
 * @throws {ApiError} DPL.0404 when policy, subject or scope is not there for this account; DPL.0409 when the scope is a
 * disabled enterprise project; DPL.4091
 */
export async function giveGrant(
  { database, ambient }: PolicyParts,
  domainId: DomainId,
  grant: GrantReference,
): Promise<void> {
  await retryOnConflict(() =>
    database.transaction().execute((transaction) => giveGrantIn(transaction, ambient, domainId, grant)),
  );
}

/** The same in the caller's transaction. @throws {ApiError} as {@link giveGrant} */
export async function giveGrantIn(
  transaction: Transaction,
  ambient: Ambient,
  domainId: DomainId,
  grant: GrantReference,
): Promise<void> {
  // The subject before the account: who deletes a user or group takes them in this order too.
  await holdSubject(transaction, domainId, grant.subject);
  await lockAccount(transaction, domainId);
  const { subject, scope } = grant;
  await requireScope(transaction, domainId, scope);
  if (scope.kind === 'enterprise-project') {
    await requireOpenEnterpriseProject(transaction, domainId, scope.id);
  }
  const policy = requireFound(await findPolicy(transaction, domainId, grant.model, grant.policyId), 'policy');
  if ((await theGrant(transaction, domainId, grant).executeTakeFirst()) !== undefined) return;
  await refuseFullSubject(transaction, domainId, grant);
  await transaction
    .insertInto('iam_grants')
    .values({
      id: newHexId(ambient),
      domain_id: domainId,
      model: grant.model,
      policy_id: policy.id,
      own_policy_id: policy.own ? policy.id : null,
      user_id: subject.kind === 'user' ? asId<IamUserId>(subject.id) : null,
      group_id: subject.kind === 'group' ? subject.id : null,
      scope: scope.kind,
      project_id: scope.kind === 'project' ? asId<ProjectId>(scope.id) : null,
      enterprise_project_id: scope.kind === 'enterprise-project' ? scope.id : null,
      created_at: ambient.now(),
    })
    .execute();
}

/**
 * Takes a policy from a user or group.
 * @throws {ApiError} DPL.0404 when it was not given there, whatever of it is missing
 */
export async function takeGrant(
  { database }: Pick<PolicyParts, 'database'>,
  domainId: DomainId,
  grant: GrantReference,
): Promise<void> {
  const { numDeletedRows } = await database
    .deleteFrom('iam_grants')
    .where('id', 'in', theGrant(database, domainId, grant))
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw new ApiError('DPL.0404', ['grant']);
}

/**
 * Passes when exactly this was given.
 * @throws {ApiError} DPL.0404 otherwise, whatever of it is missing
 */
export async function requireGrant(
  { database }: Pick<PolicyParts, 'database'>,
  domainId: DomainId,
  grant: GrantReference,
): Promise<void> {
  requireFound(await theGrant(database, domainId, grant).executeTakeFirst(), 'grant');
}

function theGrant(database: Database, domainId: DomainId, grant: GrantReference) {
  const { subject, scope } = grant;
  const found = database
    .selectFrom('iam_grants')
    .where('domain_id', '=', domainId)
    .where('model', '=', grant.model)
    .where('policy_id', '=', grant.policyId)
    .where('scope', '=', scope.kind)
    .select('id');
  const given =
    subject.kind === 'user'
      ? found.where('user_id', '=', asId<IamUserId>(subject.id))
      : found.where('group_id', '=', subject.id);
  if (scope.kind === 'project') return given.where('project_id', '=', asId<ProjectId>(scope.id));
  if (scope.kind === 'enterprise-project') return given.where('enterprise_project_id', '=', scope.id);
  return given;
}

/**
 * Passes when the user or group is the account's.
 * @throws {ApiError} DPL.0404; the same for a foreign and a missing one (S16)
 */
export async function requireSubject(
  database: Database,
  domainId: DomainId,
  subject: Subject,
): Promise<void> {
  requireFound(await theSubject(database, domainId, subject).executeTakeFirst(), subject.kind);
}

/** The same, and nobody can delete it until the transaction ends. */
async function holdSubject(transaction: Transaction, domainId: DomainId, subject: Subject): Promise<void> {
  requireFound(
    await theSubject(transaction, domainId, subject).forKeyShare().executeTakeFirst(),
    subject.kind,
  );
}

function theSubject(database: Database, domainId: DomainId, { kind, id }: Subject) {
  return database
    .selectFrom(kind === 'user' ? 'iam_users' : 'iam_groups')
    .where('id', '=', asId<IamUserId>(id))
    .where('domain_id', '=', domainId)
    .select('domain_id');
}

/** @throws {ApiError} DPL.0404; the same for a foreign and a missing one (S16) */
export async function requireScope(database: Database, domainId: DomainId, scope: Scope): Promise<void> {
  if (scope.kind === 'everywhere' || scope.kind === 'domain') return;
  if (scope.kind === 'project') {
    requireFound(
      await database
        .selectFrom('projects')
        .where('id', '=', asId<ProjectId>(scope.id))
        .where('domain_id', '=', domainId)
        .select('id')
        .executeTakeFirst(),
      'project',
    );
    return;
  }
  if ((await findEnterpriseProject(database, domainId, scope.id)) === undefined)
    throw new ApiError('DPL.0404', [{ en: 'enterprise project', zh: '企业项目' }]);
}

async function refuseFullSubject(
  database: Database,
  domainId: DomainId,
  { model, subject }: GrantReference,
): Promise<void> {
  const given = database
    .selectFrom('iam_grants')
    .where('domain_id', '=', domainId)
    .where('model', '=', model)
    .select(({ fn }) => fn.countAll<string>().as('count'));
  const { count } = await (subject.kind === 'user'
    ? given.where('user_id', '=', asId<IamUserId>(subject.id))
    : given.where('group_id', '=', subject.id)
  ).executeTakeFirstOrThrow();
  const limit = model === 'identity' ? policyQuotas.attachments : policyQuotas.assignments;
  if (Number(count) < limit) return;
  throw new ApiError('DPL.4091', [
    {
      en: `a ${subject.kind} may have at most ${limit} policies of this kind; detach one first`,
      zh: `每个${subject.kind === 'user' ? '用户' : '用户组'}最多授予${limit}个此类策略`,
    },
  ]);
}
