import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import type { ProjectId } from '../../ids.js';
import { type NameWish, nameDesktops } from './nameDesktops.js';
import { nameTaken } from './orderRefusals.js';

/**
 * Names for new desktops that no other desktop and no user of the project has at this moment, regardless of case. The
 * index `desktops_by_name` has the last word: see {@link isNameTaken}.
 * @throws {ApiError} DPL.0409 when a name that the caller chose is taken
 */
export async function chooseNames(
  transaction: Transaction,
  projectId: ProjectId,
  wishes: readonly NameWish[],
): Promise<string[]> {
  const taken = await readTakenNames(transaction, projectId, wishes);
  for (const { name } of wishes) {
    const owner = name === undefined ? undefined : taken.get(name.toLowerCase());
    if (name !== undefined && owner !== undefined) throw nameTaken(name, owner);
  }
  return nameDesktops(wishes, new Set(taken.keys()));
}

/** Prefixes are shortened for their number, so names that share only so much of it may stand in the way. */
const prefixThatCounts = 8;

async function readTakenNames(
  transaction: Transaction,
  projectId: ProjectId,
  wishes: readonly NameWish[],
): Promise<Map<string, 'desktop' | 'user'>> {
  const beginnings = new Set(
    wishes.map((wish) => (wish.name ?? wish.prefix.slice(0, prefixThatCounts)).toLowerCase()),
  );
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
