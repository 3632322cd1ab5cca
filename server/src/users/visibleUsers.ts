import type { ListScope } from '../access/limitList.js';
import type { Database } from '../database/connect.js';
import type { DesktopUserId, ProjectId } from '../ids.js';

/**
 * The users that a list may show, asked for one by one before the list is read, so that its totals and pages count no other.
 * @returns undefined: all of them
 */
export async function findVisibleUsers(
  database: Database,
  projectId: ProjectId,
  scope: ListScope,
): Promise<readonly DesktopUserId[] | undefined> {
  if (scope.kind === 'all') return undefined;
  const rows = await database
    .selectFrom('desktop_users')
    .where('project_id', '=', projectId)
    .select(['id', 'enterprise_project_id'])
    .execute();
  return rows
    .filter(({ id, enterprise_project_id: enterpriseProjectId }) =>
      scope.shows({ id, tags: new Map(), enterpriseProjectId }),
    )
    .map(({ id }) => id);
}
