import { sql } from 'kysely';
import { type Ambient, newHexId } from '../../ambient.js';
import { noteMade } from '../../auditEvents/openAuditEvent.js';
import type { Database, Transaction } from '../../database/connect.js';
import type { Snapshot } from '../../database/oneSnapshot.js';
import { ApiError, type ErrorArgument } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import { refuseTaken } from '../../iam/identities/taken.js';
import { asId, type NamePolicyId, type ProjectId } from '../../ids.js';
import { holdWorkspace } from '../../workspace/findWorkspace.js';
import { beginningOf, containsUser, type NamingRule } from './nameByPolicy.js';
import { policiesOfProject, userPlace } from './namePolicyFields.js';
import type {
  CreateNamePolicyBody,
  ListNamePoliciesQuery,
  UpdateNamePolicyBody,
} from './namePolicySchemas.js';
import { readRule } from './readRule.js';

const policyWords = { en: 'name policy', zh: '命名策略' } as const satisfies ErrorArgument;

/**
 * Makes a policy. As the default it takes the place of the one that was the default before.
 * @throws {ApiError} WKS.0001 for what could name nothing, WKS.00010099 when the service is not open, DPL.0409 when the name is taken,
 * DPL.4091 when there are too many
 */
export async function createNamePolicy(
  { database, ambient }: { readonly database: Database; readonly ambient: Ambient },
  projectId: ProjectId,
  body: CreateNamePolicyBody,
): Promise<NamePolicyId> {
  const rule: NamingRule = {
    namePrefix: body.name_prefix,
    digitNumber: body.digit_number,
    startNumber: body.start_number,
    numbersEachUser: body.single_domain_user_inc === 1,
    truncatesPrefix: body.prefix_truncation_enabled ?? false,
  };
  refuseUseless(rule);
  return refuseTaken(taken(body.policy_name), () =>
    database.transaction().execute(async (transaction) => {
      await holdWorkspace(transaction, projectId);
      const { count } = await transaction
        .selectFrom('desktop_name_policies')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('project_id', '=', projectId)
        .executeTakeFirstOrThrow();
      if (count >= policiesOfProject)
        throw new ApiError('DPL.4091', [`desktop_name_policies: ${count} + 1 > ${policiesOfProject}`]);
      if (body.is_default_policy === true) await endDefault(transaction, projectId);
      const made = await transaction
        .insertInto('desktop_name_policies')
        .values({
          id: noteMade(asId<NamePolicyId>(newHexId(ambient))),
          project_id: projectId,
          name: body.policy_name,
          name_prefix: rule.namePrefix,
          digit_number: rule.digitNumber,
          start_number: rule.startNumber,
          numbers_each_user: rule.numbersEachUser,
          is_default: body.is_default_policy ?? false,
          truncates_prefix: rule.truncatesPrefix,
          created_at: ambient.now(),
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return made.id;
    }),
  );
}

/**
 * Changes what is named and leaves the rest; desktops that are there keep their names.
 * @throws {ApiError} as {@link createNamePolicy}; DPL.0404 when there is no such policy
 */
export async function updateNamePolicy(
  database: Database,
  projectId: ProjectId,
  policyId: NamePolicyId,
  body: UpdateNamePolicyBody,
): Promise<void> {
  await refuseTaken(taken(body.policy_name ?? ''), () =>
    database.transaction().execute(async (transaction) => {
      await lockWorkspace(transaction, projectId);
      if (body.is_default_policy === true) await endDefault(transaction, projectId);
      const row = await transaction
        .updateTable('desktop_name_policies')
        // Setting the id to itself makes an update without changes one that still tells whether the policy is there.
        .set((policy) => ({ id: policy.ref('id'), ...asRow(body) }))
        .where('project_id', '=', projectId)
        .where('id', '=', policyId)
        .returningAll()
        .executeTakeFirst();
      refuseUseless(readRule(requireFound(row, policyWords)));
    }),
  );
}

/**
 * Deletes policies, all of them or, if one is not there, none. Desktops keep the names that they have.
 * @throws {ApiError} DPL.0404
 */
export async function deleteNamePolicies(
  database: Database,
  projectId: ProjectId,
  policyIds: readonly NamePolicyId[],
): Promise<void> {
  const ids = [...new Set(policyIds)];
  await database.transaction().execute(async (transaction) => {
    await lockWorkspace(transaction, projectId);
    const gone = await transaction
      .deleteFrom('desktop_name_policies')
      .where('project_id', '=', projectId)
      .where('id', 'in', ids)
      .returning('id')
      .execute();
    if (gone.length < ids.length) throw new ApiError('DPL.0404', [policyWords]);
  });
}

/** A page of the project's policies, by name. */
export async function listNamePolicies(
  database: Snapshot,
  projectId: ProjectId,
  filter: ListNamePoliciesQuery,
) {
  let query = database.selectFrom('desktop_name_policies').where('project_id', '=', projectId);
  const { is_contain_user: withUser, policy_name: name = '', policy_id: id = '' } = filter;
  if (withUser !== undefined)
    query = query.where(sql<boolean>`(position(${userPlace} in name_prefix) > 0) = ${withUser}`);
  if (name !== '') query = query.where(sql<boolean>`position(lower(${name}) in lower(name)) > 0`);
  if (id !== '') query = query.where('id', '=', asId<NamePolicyId>(id));
  const { count } = await query.select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow();
  const rows = await query
    .selectAll()
    .orderBy(sql`lower(name)`)
    .limit(filter.limit)
    .offset(filter.offset)
    .execute();
  return {
    total_count: count,
    desktop_name_policy_infos: rows.map((row) => ({
      policy_id: row.id,
      policy_name: row.name,
      name_prefix: row.name_prefix,
      digit_number: row.digit_number,
      start_number: row.start_number,
      single_domain_user_inc: row.numbers_each_user ? 1 : 0,
      is_default_policy: row.is_default,
      is_contain_user: containsUser(readRule(row)),
      prefix_truncation_enabled: row.truncates_prefix,
    })),
  };
}

function asRow(body: UpdateNamePolicyBody) {
  return {
    ...(body.policy_name === undefined ? {} : { name: body.policy_name }),
    ...(body.name_prefix === undefined ? {} : { name_prefix: body.name_prefix }),
    ...(body.digit_number === undefined ? {} : { digit_number: body.digit_number }),
    ...(body.start_number === undefined ? {} : { start_number: body.start_number }),
    ...(body.single_domain_user_inc === undefined
      ? {}
      : { numbers_each_user: body.single_domain_user_inc === 1 }),
    ...(body.is_default_policy === undefined ? {} : { is_default: body.is_default_policy }),
    ...(body.prefix_truncation_enabled === undefined
      ? {}
      : { truncates_prefix: body.prefix_truncation_enabled }),
  };
}

/** Of two calls the second sees what the first made; and which one is the default is changed by one call at a time. */
async function lockWorkspace(transaction: Transaction, projectId: ProjectId): Promise<void> {
  const workspace = await transaction
    .selectFrom('workspaces')
    .select('id')
    .where('project_id', '=', projectId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (workspace === undefined) throw new ApiError('WKS.00010099');
}

async function endDefault(transaction: Transaction, projectId: ProjectId): Promise<void> {
  await transaction
    .updateTable('desktop_name_policies')
    .set({ is_default: false })
    .where('project_id', '=', projectId)
    .where('is_default', '=', true)
    .execute();
}

/** @throws {ApiError} WKS.0001 for a policy by which no desktop could ever be named */
function refuseUseless(rule: NamingRule): void {
  const highest = 10 ** rule.digitNumber - 1;
  if (rule.startNumber > highest)
    throw invalid('start_number', {
      en: `start_number must be at most ${highest} with digit_number ${rule.digitNumber}`,
      zh: `digit_number为${rule.digitNumber}时，start_number不能大于${highest}`,
    });
  const shortest = beginningOf(rule, 'u');
  if ('fault' in shortest)
    throw invalid('name_prefix', {
      en: `name_prefix is too long: with ${rule.digitNumber} digits a desktop's name has more than 15 characters; shorten it, or set prefix_truncation_enabled`,
      zh: `name_prefix过长：加上${rule.digitNumber}位数字后，桌面名称超过15个字符；请缩短，或设置prefix_truncation_enabled`,
    });
}

const invalid = (field: string, words: ErrorArgument): ApiError =>
  new ApiError('WKS.0001', [words], `body: ${field}`);

const taken = (name: string): ApiError =>
  new ApiError(
    'DPL.0409',
    [{ en: `a name policy "${name}" exists already`, zh: `命名策略“${name}”已存在` }],
    'body: policy_name',
  );
