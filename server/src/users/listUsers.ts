import { sql } from 'kysely';
import type { Static } from 'typebox';
import type { Snapshot } from '../database/oneSnapshot.js';
import type { DesktopUserId, ProjectId } from '../ids.js';
import { groupNames } from './groups/groupNames.js';
import { passwordState } from './passwordState.js';
import { presentUser, userColumns } from './presentUser.js';
import { countDesktopsOf } from './queries.js';
import type { ListUsersQuery } from './schemas.js';

export type UserFilter = Static<typeof ListUsersQuery>;

/**
 * One page of the project's desktop users in the order of their names. Names are compared whole and without regard to
 * case, as their uniqueness is (docs/reference/users.md#filter-by-name): clients ask so whether a user is left.
 * @param visible no others are shown or counted; undefined: all are
 */
export async function listUsers(
  database: Snapshot,
  projectId: ProjectId,
  filter: UserFilter,
  now: Date,
  visible?: readonly DesktopUserId[],
) {
  if (asksForWhatIsNotHere(filter)) return { total_count: 0, users: [] };
  let query = database.selectFrom('desktop_users').where('project_id', '=', projectId);
  if (visible !== undefined) query = query.where(sql<boolean>`id = any(${[...visible]}::text[])`);
  if (filter.user_name !== undefined) {
    query = query.where(sql<boolean>`lower(user_name) = lower(${filter.user_name})`);
  }
  if (filter.user_names !== undefined) {
    const names = filter.user_names.map((name) => name.toLowerCase());
    query = query.where(sql<boolean>`lower(user_name) = any(${names}::text[])`);
  }
  if (filter.description !== undefined) {
    query = query.where(sql<boolean>`position(lower(${filter.description}) in lower(description)) > 0`);
  }
  if ((filter.group_name ?? '') !== '') {
    query = query.where(
      sql<boolean>`exists (select from user_group_members m join user_groups g on g.id = m.group_id
        where m.user_id = desktop_users.id and m.project_id = desktop_users.project_id
          and lower(g.name) = lower(${filter.group_name}))`,
    );
  }
  if (filter.active_type !== undefined) query = query.where('active_type', '=', filter.active_type);
  if (filter.disabled !== undefined) query = query.where('disabled', '=', filter.disabled);
  if ((filter.enterprise_project_id ?? 'all_granted_eps') !== 'all_granted_eps') {
    query = query.where('enterprise_project_id', '=', filter.enterprise_project_id ?? '');
  }
  const { count } = await query.select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow();
  const limit = Number(filter.limit ?? '0');
  let page = query
    .select([...userColumns, passwordState.as('password_state'), groupNames.as('group_names')])
    .orderBy(sql`lower(user_name)`)
    .offset(Number(filter.offset ?? '0'));
  if (limit > 0) page = page.limit(limit);
  const rows = await page.execute();
  const desktops = filter.is_query_total_desktops
    ? await countDesktopsOf(
        database,
        rows.map(({ id }) => ({ projectId, id })),
      )
    : undefined;
  const total = (id: (typeof rows)[number]['id']) =>
    desktops === undefined ? null : (desktops.get(id) ?? 0);
  return {
    total_count: count,
    users: rows.map((row) => presentUser({ ...row, total_desktops: total(row.id) }, now)),
  };
}

/** Shared spaces and directories do not exist here, so nobody is in one. */
function asksForWhatIsNotHere(filter: UserFilter): boolean {
  return (
    filter.share_space_subscription === true ||
    filter.share_space_desktops === true ||
    (filter.domain ?? '') !== '' ||
    (filter.platform_type ?? 'LOCAL') !== 'LOCAL'
  );
}
