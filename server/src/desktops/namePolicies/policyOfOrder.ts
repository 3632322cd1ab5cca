import type { Transaction } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { asId, type DesktopId, type NamePolicyId, type ProjectId } from '../../ids.js';
import { badOrder, unknownInOrder, type Wording } from '../create/orderRefusals.js';
import type { NamingRule, PolicyName } from './nameByPolicy.js';
import { readRule } from './readRule.js';

/** A policy that names desktops of an order. */
export interface OrderPolicy {
  readonly id: NamePolicyId;
  readonly name: string;
  readonly rule: NamingRule;
  /** Whether it is only the project's default, which the order does not name. */
  readonly isDefault: boolean;
  /** The numbers that desktops of it have. */
  readonly used: ReadonlySet<number>;
}

/** The number that a policy gave a desktop. */
export interface Numbered {
  readonly policyId: NamePolicyId;
  readonly number: number;
}

/**
 * The policy that an order names, or the project's default, held until the transaction ends: orders of one policy are named one after
 * the other, so that none takes what another is about to.
 * @param policyId '' where the order names none
 * @throws {ApiError} WKS.0001 when there is no such policy
 */
export async function policyOfOrder(
  transaction: Transaction,
  projectId: ProjectId,
  policyId: string,
): Promise<OrderPolicy | undefined> {
  const policies = transaction
    .selectFrom('desktop_name_policies')
    .selectAll()
    .where('project_id', '=', projectId)
    .forNoKeyUpdate();
  const row = await (policyId === ''
    ? policies.where('is_default', '=', true)
    : policies.where('id', '=', asId<NamePolicyId>(policyId))
  ).executeTakeFirst();
  if (row === undefined) {
    if (policyId === '') return undefined;
    throw unknownInOrder('desktop_name_policy_id', policyId);
  }
  const numbers = await transaction
    .selectFrom('desktop_name_numbers as n')
    .innerJoin('desktops as d', 'd.id', 'n.desktop_id')
    .select('n.number')
    .where('n.project_id', '=', projectId)
    .where('n.policy_id', '=', row.id)
    .where('d.gone_at', 'is', null)
    .execute();
  return {
    id: row.id,
    name: row.name,
    rule: readRule(row),
    isDefault: policyId === '',
    used: new Set(numbers.map(({ number }) => number)),
  };
}

/** Writes down which numbers of policies new desktops have. */
export async function noteNumbers(
  transaction: Transaction,
  projectId: ProjectId,
  desktops: readonly { readonly id: DesktopId; readonly numbered: Numbered | undefined }[],
): Promise<void> {
  const rows = desktops.flatMap(({ id, numbered }) =>
    numbered === undefined
      ? []
      : [{ desktop_id: id, policy_id: numbered.policyId, project_id: projectId, number: numbered.number }],
  );
  if (rows.length > 0) await transaction.insertInto('desktop_name_numbers').values(rows).execute();
}

/** Why a policy names a desktop of an order not at all: WKS.0001, or DPL.0409 when all numbers are in use. */
export function refuseName(
  { name, rule }: OrderPolicy,
  fault: Extract<PolicyName, { fault: unknown }>['fault'],
): ApiError {
  const field = 'desktop_name_policy_id';
  if (fault === 'no-number-left') {
    const last = 10 ** rule.digitNumber - 1;
    const words: Wording = {
      en: `the name policy "${name}" has no number left: ${rule.startNumber} to ${last} are in use; raise its digit_number`,
      zh: `命名策略“${name}”的编号已用完：${rule.startNumber}至${last}均在使用中，请增大其digit_number`,
    };
    return new ApiError('DPL.0409', [words], `body: ${field}`);
  }
  return badOrder(field, fault === 'no-user' ? needsUser(name) : needsRoom(name, rule));
}

const needsUser = (name: string): Wording => ({
  en: `the name policy "${name}" names desktops after their users: give each desktop a user_name or a computer_name`,
  zh: `命名策略“${name}”使用用户名命名桌面：请为每个桌面指定user_name或computer_name`,
});

const needsRoom = (name: string, { digitNumber }: NamingRule): Wording => ({
  en: `a name by the policy "${name}" would have more than 15 characters with its ${digitNumber} digits; give a computer_name, or set prefix_truncation_enabled of the policy`,
  zh: `按命名策略“${name}”生成的名称连同${digitNumber}位数字超过15个字符；请指定computer_name，或为该策略设置prefix_truncation_enabled`,
});
