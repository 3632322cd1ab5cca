import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from '../database/connect.js';
import type { DesktopId, ProjectId } from '../ids.js';
import type { ListScope } from './limitList.js';

/** Which of a project's desktops a list may show, in a form that SQL takes: null limits nothing. */
export interface VisibleDesktops {
  readonly enterpriseProjects: readonly string[] | null;
  readonly ids: readonly DesktopId[] | null;
}

/**
 * Finds the desktops that a list may show, also among the gone ones. They are asked for one by one before the list is read,
 * so that its totals and pages count no other.
 */
export async function findVisibleDesktops(
  database: Database,
  projectId: ProjectId,
  scope: ListScope,
): Promise<VisibleDesktops> {
  if (scope.kind === 'all') return { enterpriseProjects: null, ids: null };
  const desktops = database.selectFrom('desktops as d').where('d.project_id', '=', projectId);
  if (scope.onlyEnterpriseProject) {
    const rows = await desktops.select('d.enterprise_project_id as id').distinct().execute();
    const shown = rows.filter(({ id }) => scope.shows({ id: '*', tags: new Map(), enterpriseProjectId: id }));
    return { enterpriseProjects: shown.map(({ id }) => id), ids: null };
  }
  const rows = await desktops
    .select((eb) => [
      'd.id',
      'd.enterprise_project_id',
      jsonArrayFrom(
        eb.selectFrom('desktop_tags as t').whereRef('t.desktop_id', '=', 'd.id').select(['t.key', 't.value']),
      ).as('tags'),
    ])
    .execute();
  const shown = rows.filter(({ id, enterprise_project_id: enterpriseProjectId, tags }) =>
    scope.shows({
      id,
      enterpriseProjectId,
      tags: new Map(tags.map(({ key, value }) => [key, value])),
    }),
  );
  return { enterpriseProjects: null, ids: shown.map(({ id }) => id) };
}

/** The condition that keeps a query with desktops as `d` to the visible ones. */
export function isVisible({ enterpriseProjects, ids }: VisibleDesktops): RawBuilder<SqlBool> {
  if (ids !== null) return sql<SqlBool>`d.id = any(${ids}::uuid[])`;
  if (enterpriseProjects !== null)
    return sql<SqlBool>`d.enterprise_project_id = any(${enterpriseProjects}::text[])`;
  return sql<SqlBool>`true`;
}
