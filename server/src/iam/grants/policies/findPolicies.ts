import type { PolicyModel } from '../../../access/policies/types.js';
import type { Database } from '../../../database/connect.js';
import type { DomainId } from '../../../ids.js';
import { findSystemPolicy, systemDocument } from './findSystemPolicies.js';
import type { Policy } from './policy.js';

/** The account's own policies of a model, by name. */
export async function listOwnPolicies(
  database: Database,
  domainId: DomainId,
  model: PolicyModel,
): Promise<Policy[]> {
  const rows = await ownPolicies(database, domainId, model).orderBy('name').orderBy('id').execute();
  return rows.map(policyOf);
}

/** An own policy; nothing for a missing and for a foreign one, and for one that came with the service. */
export async function findOwnPolicy(
  database: Database,
  domainId: DomainId,
  model: PolicyModel,
  id: string,
): Promise<Policy | undefined> {
  const row = await ownPolicies(database, domainId, model).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : policyOf(row);
}

/** A policy that the account may give: its own, or one that came with the service. */
export async function findPolicy(
  database: Database,
  domainId: DomainId,
  model: PolicyModel,
  id: string,
): Promise<Policy | undefined> {
  return findSystemPolicy(model, id) ?? (await findOwnPolicy(database, domainId, model, id));
}

/** The documents that count, by policy id, as they were given. */
export async function documentsOf(
  database: Database,
  policies: readonly Policy[],
): Promise<ReadonlyMap<string, string>> {
  const documents = new Map<string, string>();
  const own = policies.filter((policy) => policy.own).map(({ id }) => id);
  for (const { id, own: isOwn } of policies) {
    const document = isOwn ? undefined : systemDocument(id);
    if (document !== undefined) documents.set(id, document);
  }
  if (own.length === 0) return documents;
  const rows = await database
    .selectFrom('iam_policies')
    .innerJoin('iam_policy_versions', (join) =>
      join
        .onRef('iam_policy_versions.policy_id', '=', 'iam_policies.id')
        .onRef('iam_policy_versions.version', '=', 'iam_policies.default_version'),
    )
    .where('iam_policies.id', 'in', own)
    .select(['iam_policies.id', 'iam_policy_versions.document'])
    .execute();
  for (const { id, document } of rows) documents.set(id, document);
  return documents;
}

/** How often each policy is given to somebody of the account; nothing for one that is given to nobody. */
export async function countGrants(
  database: Database,
  domainId: DomainId,
  policyIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (policyIds.length === 0) return new Map();
  const rows = await database
    .selectFrom('iam_grants')
    .where('domain_id', '=', domainId)
    .where('policy_id', 'in', [...policyIds])
    .groupBy('policy_id')
    .select(({ fn }) => ['policy_id', fn.countAll<string>().as('count')])
    .execute();
  return new Map(rows.map(({ policy_id, count }) => [policy_id, Number(count)]));
}

const ownPolicies = (database: Database, domainId: DomainId, model: PolicyModel) =>
  database
    .selectFrom('iam_policies')
    .where('domain_id', '=', domainId)
    .where('model', '=', model)
    .selectAll();

type PolicyRow = Awaited<ReturnType<ReturnType<typeof ownPolicies>['executeTakeFirstOrThrow']>>;

function policyOf(row: PolicyRow): Policy {
  return {
    id: row.id,
    model: row.model,
    name: row.name,
    internalName: `custom_${row.id}`,
    own: true,
    path: row.path,
    displayMode: row.display_mode ?? 'AX',
    catalog: 'CUSTOMED',
    description: row.description,
    descriptionCn: row.description_cn,
    version: row.default_version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
