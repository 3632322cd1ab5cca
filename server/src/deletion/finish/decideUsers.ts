import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import type { DesktopId, DesktopUserId } from '../../ids.js';
import { lockUsers } from '../../users/lockUsers.js';
import { countOpenableDesktopsOf } from '../../users/queries.js';
import { groupByDesktop } from '../ledger/groupByDesktop.js';
import type { LedgerDeletion } from '../ledger/ledgerDeletion.js';
import { decideUser, recordReason, type UserFate } from '../plan/userFate.js';

/** What became of a user when a desktop of theirs ended, with name and address as they were at the acceptance (S12). */
export interface UserDecision {
  readonly id: DesktopUserId;
  readonly name: string;
  readonly email: string;
  readonly fate: UserFate;
  /** Why the user stays, as it is on record; null: the user is deleted. */
  readonly reason: string | null;
}

/**
 * Decides about each user of each ended desktop alone (S11), and carries it out. Locks the user rows first and counts their
 * desktops after, so that of two desktops of one user that end at once, in two transactions or in this one, the later one deletes
 * the user (S10).
 */
export async function decideUsers(
  transaction: Transaction,
  desktops: readonly Pick<LedgerDeletion, 'desktopId' | 'projectId' | 'flags'>[],
): Promise<ReadonlyMap<DesktopId, readonly UserDecision[]>> {
  const byId = new Map(desktops.map((desktop) => [desktop.desktopId, desktop]));
  const ids = [...byId.keys()];
  const { rows: users } = await sql<{
    desktopId: DesktopId;
    id: DesktopUserId;
    name: string;
    email: string;
  }>`
    select desktop_id as "desktopId", user_id as id, user_name as name, user_email as email
    from deletion_users where desktop_id = any(${ids}::uuid[]) order by desktop_id, user_id`.execute(
    transaction,
  );
  const known = users.flatMap((user) => {
    const desktop = byId.get(user.desktopId);
    return desktop === undefined ? [] : [{ ...user, ...desktop }];
  });
  await lockUsers(transaction, known);
  // Of a group's desktop nobody is decided about: its members stay.
  await sql`
    with theirs as (delete from desktop_group_assignments where desktop_id = any(${ids}::uuid[]))
    delete from desktop_assignments where desktop_id = any(${ids}::uuid[])`.execute(transaction);
  const others = await countOpenableDesktopsOf(transaction, known);
  const decided = known.map((user) => {
    const fate = decideUser(user.flags.deleteUsers, others.get(user.id) ?? 0);
    return { ...user, fate, reason: recordReason(fate) };
  });
  const deleted = decided.filter(({ fate }) => fate.outcome === 'deleted');
  await sql`
    with gone as (
      delete from desktop_users u
      using unnest(${deleted.map((user) => user.projectId)}::text[], ${deleted.map((user) => user.id)}::text[])
        as g (project_id, id)
      where u.id = any(${deleted.map((user) => user.id)}::text[]) and u.project_id = g.project_id and u.id = g.id
    )
    update deletion_users d set outcome = j.outcome, reason = j.reason
    from unnest(${decided.map((user) => user.desktopId)}::uuid[], ${decided.map((user) => user.id)}::text[],
      ${decided.map(({ fate }) => fate.outcome)}::text[],
      ${decided.map(({ reason }) => reason)}::text[])
      as j (desktop_id, user_id, outcome, reason)
    where d.desktop_id = any(${ids}::uuid[]) and d.desktop_id = j.desktop_id and d.user_id = j.user_id`.execute(
    transaction,
  );
  return groupByDesktop(decided);
}
