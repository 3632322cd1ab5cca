import { sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import type { Language } from '../../errors/errors.js';
import type { DesktopId, ProjectId, UserGroupId } from '../../ids.js';
import { explainGroup } from './planReasons.js';

/** A group that has a desktop which goes. It and its members stay, whatever the flags: nobody is decided about through a group. */
export interface PlannedGroup {
  readonly id: UserGroupId;
  readonly name: string;
  readonly members: number;
}

/** The groups that have a desktop, by name. */
export async function readPlannedGroups(
  database: Database,
  projectId: ProjectId,
  desktopId: DesktopId,
): Promise<readonly PlannedGroup[]> {
  return database
    .selectFrom('desktop_group_assignments as a')
    .innerJoin('user_groups as g', 'g.id', 'a.group_id')
    .select([
      'g.id',
      'g.name',
      sql<number>`(select count(*)::int from user_group_members m where m.group_id = g.id)`.as('members'),
    ])
    .where('a.project_id', '=', projectId)
    .where('a.desktop_id', '=', desktopId)
    .orderBy(sql`lower(g.name)`)
    .execute();
}

/** Groups as the plan answers them. */
export function presentGroups(groups: readonly PlannedGroup[], language: Language) {
  return groups.map(({ id, name, members }) => ({
    id,
    name,
    user_quantity: members,
    forecast: 'kept' as const,
    reason: explainGroup(language),
  }));
}
