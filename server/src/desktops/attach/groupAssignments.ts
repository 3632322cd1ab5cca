import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import type { DesktopId, ProjectId, UserGroupId } from '../../ids.js';

/** A desktop that a group has, or is to have. */
export interface GroupAssignment {
  readonly desktopId: DesktopId;
  readonly groupId: UserGroupId;
  readonly name: string;
}

export interface HeldGroups {
  /** @param group `id` empty: the name alone decides */
  find(group: { readonly name: string; readonly id: string }): UserGroupId | undefined;
}

/** Finds groups by name, without regard to case, and keeps them from being deleted until the transaction ends. */
export async function holdNamedGroups(
  transaction: Transaction,
  projectId: ProjectId,
  names: readonly string[],
): Promise<HeldGroups> {
  const rows =
    names.length === 0
      ? []
      : await transaction
          .selectFrom('user_groups')
          .select(['id', sql<string>`lower(name)`.as('name')])
          .where('project_id', '=', projectId)
          .where(sql<boolean>`lower(name) = any(${names.map((name) => name.toLowerCase())}::text[])`)
          .orderBy('id')
          .forKeyShare()
          .execute();
  const ids = new Map(rows.map((row) => [row.name, row.id]));
  return {
    find: ({ name, id }) => {
      const known = ids.get(name.toLowerCase());
      return id === '' || id === known ? known : undefined;
    },
  };
}

/** Which groups have these desktops. */
export async function readGroupAssignments(
  transaction: Transaction,
  projectId: ProjectId,
  desktopIds: readonly DesktopId[],
): Promise<ReadonlyMap<DesktopId, readonly GroupAssignment[]>> {
  const rows = await transaction
    .selectFrom('desktop_group_assignments as a')
    .innerJoin('user_groups as g', 'g.id', 'a.group_id')
    .select(['a.desktop_id as desktopId', 'g.id as groupId', 'g.name'])
    .where('a.project_id', '=', projectId)
    .where(sql<boolean>`a.desktop_id = any(${[...desktopIds]}::uuid[])`)
    .orderBy('g.id')
    .execute();
  const found = new Map<DesktopId, GroupAssignment[]>();
  for (const row of rows) found.set(row.desktopId, [...(found.get(row.desktopId) ?? []), row]);
  return found;
}

/** One statement for all of them: what changes who has a desktop raises its revision. */
export async function giveToGroups(
  transaction: Transaction,
  projectId: ProjectId,
  wanted: readonly (Omit<GroupAssignment, 'name'> & { readonly group: string })[],
  now: Date,
): Promise<void> {
  if (wanted.length === 0) return;
  await sql`
    with given as (
      insert into desktop_group_assignments as a (desktop_id, group_id, project_id, user_group, attached_at)
      select w."desktopId", w."groupId", ${projectId}, w."group", ${now}
      from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w ("desktopId" uuid, "groupId" text, "group" text)
      on conflict (desktop_id, group_id) do update set user_group = excluded.user_group
        where a.user_group <> excluded.user_group
      returning desktop_id
    )
    update desktops set revision = revision + 1
    where project_id = ${projectId} and id in (select desktop_id from given)`.execute(transaction);
}

/** As {@link giveToGroups}: takes groups off desktops, and notes when. */
export async function takeFromGroups(
  transaction: Transaction,
  projectId: ProjectId,
  removed: readonly GroupAssignment[],
  now: Date,
): Promise<void> {
  if (removed.length === 0) return;
  await sql`
    with removed as (
      delete from desktop_group_assignments a
      using jsonb_to_recordset(${JSON.stringify(removed)}::jsonb) as w ("desktopId" uuid, "groupId" text)
      where a.desktop_id = w."desktopId" and a.group_id = w."groupId" and a.project_id = ${projectId}
      returning a.desktop_id, a.group_id, a.user_group
    ), noted as (
      insert into desktop_group_detachments (desktop_id, group_id, project_id, user_group, detached_at)
      select desktop_id, group_id, ${projectId}, user_group, ${now} from removed
      on conflict (desktop_id, group_id)
        do update set user_group = excluded.user_group, detached_at = excluded.detached_at
    )
    update desktops set revision = revision + 1
    where project_id = ${projectId} and id in (select desktop_id from removed)`.execute(transaction);
}
