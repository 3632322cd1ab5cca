import { checkDocument } from '../../../access/policies/checkDocument.js';
import type { Database, Transaction } from '../../../database/connect.js';
import { ApiError } from '../../../errors/errors.js';
import { requireFound } from '../../../errors/requireFound.js';
import type { DomainId } from '../../../ids.js';
import { lockAccount } from '../lockAccount.js';
import type { PolicyParts } from './createPolicy.js';
import { findOwnPolicy, findPolicy } from './findPolicies.js';
import { refuseSystemPolicy, systemDocument } from './findSystemPolicies.js';
import { type Policy, policyQuotas } from './policy.js';

export interface PolicyVersion {
  readonly number: number;
  readonly document: string;
  readonly isDefault: boolean;
  readonly createdAt: Date;
}

/** The versions of an identity policy, the newest first. @throws {ApiError} DPL.0404 */
export async function listVersions(
  database: Database,
  domainId: DomainId,
  policyId: string,
): Promise<PolicyVersion[]> {
  const policy = requireFound(await findPolicy(database, domainId, 'identity', policyId), 'policy');
  if (!policy.own) return [systemVersion(policy)];
  const rows = await database
    .selectFrom('iam_policy_versions')
    .where('policy_id', '=', policyId)
    .where('domain_id', '=', domainId)
    .orderBy('version', 'desc')
    .select(['version', 'document', 'created_at'])
    .execute();
  return rows.map((row) => ({
    number: row.version,
    document: row.document,
    isDefault: row.version === policy.version,
    createdAt: row.created_at,
  }));
}

/** @throws {ApiError} DPL.0404 when policy or version is not there */
export async function findVersion(
  database: Database,
  domainId: DomainId,
  policyId: string,
  version: number,
): Promise<PolicyVersion> {
  const versions = await listVersions(database, domainId, policyId);
  const found = versions.find(({ number }) => number === version);
  if (found === undefined) throw new ApiError('DPL.0404', ['version']);
  return found;
}

function systemVersion(policy: Policy): PolicyVersion {
  return {
    number: policy.version,
    document: systemDocument(policy.id) ?? '',
    isDefault: true,
    createdAt: policy.createdAt,
  };
}

/**
 * Adds a version to an own identity policy.
 * @throws {ApiError} PAP5.0011; DPL.0404; DPL.0409 when it came with the service; PAP5.0028 when there are five
 */
export async function addVersion(
  { database, ambient }: PolicyParts,
  domainId: DomainId,
  policyId: string,
  { document, setAsDefault }: { readonly document: string; readonly setAsDefault: boolean },
): Promise<PolicyVersion> {
  refuseSystemPolicy('identity', policyId);
  checkDocument('identity', document);
  return changeOwn(database, domainId, policyId, async (transaction) => {
    const { last_version } = await transaction
      .selectFrom('iam_policies')
      .where('id', '=', policyId)
      .select('last_version')
      .executeTakeFirstOrThrow();
    const versions = await listVersions(transaction, domainId, policyId);
    if (versions.length >= policyQuotas.versions) {
      throw new ApiError('PAP5.0028', [String(policyQuotas.versions)]);
    }
    const number = last_version + 1;
    const now = ambient.now();
    await transaction
      .insertInto('iam_policy_versions')
      .values({ policy_id: policyId, version: number, domain_id: domainId, document, created_at: now })
      .execute();
    await transaction
      .updateTable('iam_policies')
      .set({ last_version: number, ...(setAsDefault ? { default_version: number, updated_at: now } : {}) })
      .where('id', '=', policyId)
      .execute();
    return { number, document, isDefault: setAsDefault, createdAt: now };
  });
}

/** Makes a version the one that counts. @throws {ApiError} DPL.0404; DPL.0409 when it came with the service */
export async function setDefaultVersion(
  { database, ambient }: PolicyParts,
  domainId: DomainId,
  policyId: string,
  version: number,
): Promise<void> {
  refuseSystemPolicy('identity', policyId);
  await changeOwn(database, domainId, policyId, async (transaction) => {
    const { isDefault } = await findVersion(transaction, domainId, policyId, version);
    if (isDefault) return;
    await transaction
      .updateTable('iam_policies')
      .set({ default_version: version, updated_at: ambient.now() })
      .where('id', '=', policyId)
      .execute();
  });
}

/** @throws {ApiError} DPL.0404; DPL.0409 for the version that counts, and when it came with the service */
export async function deleteVersion(
  database: Database,
  domainId: DomainId,
  policyId: string,
  version: number,
): Promise<void> {
  refuseSystemPolicy('identity', policyId);
  await changeOwn(database, domainId, policyId, async (transaction) => {
    const { isDefault } = await findVersion(transaction, domainId, policyId, version);
    if (isDefault) {
      throw new ApiError('DPL.0409', [
        {
          en: 'the default version cannot be deleted; make another one the default first',
          zh: '默认版本不能删除，请先将其他版本设为默认版本',
        },
      ]);
    }
    await transaction
      .deleteFrom('iam_policy_versions')
      .where('policy_id', '=', policyId)
      .where('version', '=', version)
      .execute();
  });
}

/** Changes the description, which is all that an identity policy lets change without a new version. */
export async function describePolicy(
  { database }: Pick<PolicyParts, 'database'>,
  domainId: DomainId,
  policyId: string,
  description: string,
): Promise<void> {
  refuseSystemPolicy('identity', policyId);
  await changeOwn(database, domainId, policyId, async (transaction) => {
    await transaction.updateTable('iam_policies').set({ description }).where('id', '=', policyId).execute();
  });
}

async function changeOwn<Result>(
  database: Database,
  domainId: DomainId,
  policyId: string,
  change: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return database.transaction().execute(async (transaction) => {
    await lockAccount(transaction, domainId);
    requireFound(await findOwnPolicy(transaction, domainId, 'identity', policyId), 'policy');
    return change(transaction);
  });
}
