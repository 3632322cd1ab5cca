import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import type { ProjectId } from '../../ids.js';
import { beginningOf, containsUser, nameByPolicy } from '../namePolicies/nameByPolicy.js';
import { type Numbered, type OrderPolicy, policyOfOrder, refuseName } from '../namePolicies/policyOfOrder.js';
import { type NameWish, nameDesktops } from './nameDesktops.js';
import { nameTaken } from './orderRefusals.js';

/** What is known of the name of a desktop of an order, and whose it is; undefined: nobody's. */
export interface OrderedName extends NameWish {
  readonly userName: string | undefined;
}

export interface ChosenName {
  readonly name: string;
  /** Its number, if a policy gave it. */
  readonly numbered: Numbered | undefined;
}

/**
 * Names for new desktops that no other desktop and no user of the project has at this moment, regardless of case. The
 * index `desktops_by_name` has the last word: see {@link isNameTaken}. A name that the caller chose counts first; then the policy
 * that the order names, or the project's default for what the caller says nothing of.
 * @param policyId '' where the order names none
 * @throws {ApiError} DPL.0409 when a name that the caller chose is taken, or a policy has no number left; WKS.0001 for a policy that
 * is not there or has no name for such a desktop
 */
export async function chooseNames(
  transaction: Transaction,
  projectId: ProjectId,
  wishes: readonly OrderedName[],
  policyId: string,
): Promise<ChosenName[]> {
  const policy = await policyOfOrder(transaction, projectId, policyId);
  const follows = (wish: OrderedName): boolean => policy !== undefined && isNamedBy(policy, wish);
  const taken = await readTakenNames(
    transaction,
    projectId,
    wishes.map((wish) =>
      policy !== undefined && isNamedBy(policy, wish)
        ? beginningBy(policy, wish)
        : (wish.name ?? wish.prefix.slice(0, prefixThatCounts)),
    ),
  );
  // They are there by now, also those whom the order makes: to say that they had the name already would be no help.
  const usersOfOrder = new Set(wishes.map(({ userName }) => userName?.toLowerCase()));
  for (const { name, field = 'desktops' } of wishes) {
    const owner = name === undefined ? undefined : taken.get(name.toLowerCase());
    if (name === undefined || owner === undefined) continue;
    const isOfOrder = owner === 'user' && usersOfOrder.has(name.toLowerCase());
    throw nameTaken(name, isOfOrder ? 'userOfOrder' : owner, field);
  }
  const others = wishes.filter((wish) => !follows(wish));
  if (policy === undefined || others.length === wishes.length)
    return nameDesktops(wishes, new Set(taken.keys())).map((name) => ({ name, numbered: undefined }));
  const chosen = wishes.flatMap(({ name }) => name?.toLowerCase() ?? []);
  const users = wishes.filter(follows).map(({ userName }) => userName);
  const numbered = nameByPolicy(policy.rule, users, new Set([...taken.keys(), ...chosen]), policy.used).map(
    (each): ChosenName => {
      if ('fault' in each) throw refuseName(policy, each.fault);
      return { name: each.name, numbered: { policyId: policy.id, number: each.number } };
    },
  );
  const made = numbered.map(({ name }) => name.toLowerCase());
  const further = nameDesktops(others, new Set([...taken.keys(), ...made]));
  const queues = { numbered: numbered.values(), further: further.values() };
  return wishes.flatMap((wish) => {
    if (follows(wish)) return queues.numbered.next().value ?? [];
    const name = queues.further.next().value;
    return name === undefined ? [] : [{ name, numbered: undefined }];
  });
}

/** The project's default gives way to whatever the caller says, and where it has no name. */
function isNamedBy({ rule, isDefault }: OrderPolicy, wish: OrderedName): boolean {
  if (wish.name !== undefined) return false;
  if (!isDefault) return true;
  return wish.choosesPrefix !== true && (wish.userName !== undefined || !containsUser(rule));
}

function beginningBy(policy: OrderPolicy, { userName }: OrderedName): string {
  const beginning = beginningOf(policy.rule, userName);
  if ('fault' in beginning) throw refuseName(policy, beginning.fault);
  return beginning.text;
}

/** Prefixes are shortened for their number, so names that share only so much of it may stand in the way. */
const prefixThatCounts = 8;

async function readTakenNames(
  transaction: Transaction,
  projectId: ProjectId,
  texts: readonly string[],
): Promise<Map<string, 'desktop' | 'user'>> {
  const beginnings = new Set(texts.map((text) => text.toLowerCase()));
  const { rows } = await sql<{ name: string; owner: 'desktop' | 'user' }>`
    with beginnings as (select unnest(${[...beginnings]}::text[]) as text)
    select lower(user_name) as name, 'user' as owner from desktop_users
      where project_id = ${projectId}
        and exists (select from beginnings where starts_with(lower(user_name), text))
    union all
    select lower(computer_name), 'desktop' from desktops
      where project_id = ${projectId} and gone_at is null
        and exists (select from beginnings where starts_with(lower(computer_name), text))`.execute(
    transaction,
  );
  return new Map(rows.map((row) => [row.name, row.owner]));
}

/** Whether a write failed because another one took a desktop's name at the same moment. */
export function isNameTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'desktops_by_name';
}
