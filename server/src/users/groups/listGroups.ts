import { sql } from 'kysely';
import type { Static } from 'typebox';
import type { ListScope } from '../../access/limitList.js';
import type { Snapshot } from '../../database/oneSnapshot.js';
import { formatMillisecondTime } from '../../http/apiTimes.js';
import type { ProjectId, UserGroupId } from '../../ids.js';
import { countDesktopsOf } from '../queries.js';
import type { ListUserGroupsQuery, ListUsersOfGroupQuery } from './groupSchemas.js';

/** A page of the project's groups that the caller may see, by name. @param filter `keyword` is looked for in the names, in any case */
export async function listGroups(
  database: Snapshot,
  projectId: ProjectId,
  filter: Static<typeof ListUserGroupsQuery>,
  scope: ListScope,
) {
  // No group here is of a directory.
  const isElsewhere = (filter.domain ?? '') !== '' || filter.platform_type?.includes('LOCAL') === false;
  const keyword = filter.keyword ?? '';
  let query = database.selectFrom('user_groups as g').where('g.project_id', '=', projectId);
  if (isElsewhere) query = query.where(sql<boolean>`false`);
  if (keyword !== '') query = query.where(sql<boolean>`position(lower(${keyword}) in lower(g.name)) > 0`);
  if (scope.kind === 'some') {
    const ids = await query.select('g.id').execute();
    const shown = ids.filter(({ id }) => scope.shows({ id, tags: new Map(), enterpriseProjectId: '' }));
    query = query.where(sql<boolean>`g.id = any(${shown.map(({ id }) => id)}::text[])`);
  }
  const { count } = await query.select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow();
  const rows = await query
    .select([
      'g.id',
      'g.name',
      'g.description',
      'g.created_at',
      sql<number>`(select count(*)::int from user_group_members m where m.group_id = g.id)`.as('users'),
      sql<number>`(select count(*)::int from desktop_group_assignments a join desktops d on d.id = a.desktop_id
        where a.group_id = g.id and d.gone_at is null)`.as('desktops'),
    ])
    .orderBy(sql`lower(g.name)`)
    .limit(Number(filter.limit ?? '0') || 100)
    .offset(Number(filter.offset ?? '0'))
    .execute();
  return {
    total_count: count,
    user_groups: rows.map((row) => ({
      id: row.id,
      name: row.name,
      create_time: formatMillisecondTime(row.created_at),
      description: row.description,
      user_quantity: row.users,
      parent: null,
      realm_id: null,
      platform_type: 'LOCAL',
      group_dn: null,
      domain: null,
      sid: row.id,
      total_desktops: row.desktops,
    })),
  };
}

/** A page of a group's members in the order in which they came: Terraform compares them place by place. */
export async function listMembers(
  database: Snapshot,
  projectId: ProjectId,
  groupId: UserGroupId,
  filter: Static<typeof ListUsersOfGroupQuery>,
) {
  let query = database
    .selectFrom('user_group_members as m')
    .innerJoin('desktop_users as u', (join) =>
      join.onRef('u.id', '=', 'm.user_id').onRef('u.project_id', '=', 'm.project_id'),
    )
    .where('m.project_id', '=', projectId)
    .where('m.group_id', '=', groupId);
  if (filter.user_name !== undefined)
    query = query.where(sql<boolean>`lower(u.user_name) = lower(${filter.user_name})`);
  if ((filter.description ?? '') !== '')
    query = query.where(sql<boolean>`position(lower(${filter.description}) in lower(u.description)) > 0`);
  if (filter.active_type !== undefined) query = query.where('u.active_type', '=', filter.active_type);
  if ((filter.enterprise_project_id ?? 'all_granted_eps') !== 'all_granted_eps')
    query = query.where('u.enterprise_project_id', '=', filter.enterprise_project_id ?? '');
  const { count } = await query.select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow();
  const rows = await query
    .select([
      'u.id',
      'u.user_name',
      'u.user_email',
      'u.user_phone',
      'u.enterprise_project_id',
      'u.description',
    ])
    .orderBy('m.place')
    .limit(Number(filter.limit ?? '0') || 2_000)
    .offset(Number(filter.offset ?? '0'))
    .execute();
  const desktops = await countDesktopsOf(
    database,
    rows.map(({ id }) => ({ projectId, id })),
  );
  return {
    total_count: count,
    users: rows.map((row) => ({ ...row, domain: null, total_desktops: desktops.get(row.id) ?? 0 })),
  };
}
