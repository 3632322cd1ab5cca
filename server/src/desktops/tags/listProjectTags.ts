import { sql } from 'kysely';
import { isVisible, type VisibleDesktops } from '../../access/visibleDesktops.js';
import type { Database } from '../../database/connect.js';
import type { ProjectId } from '../../ids.js';

export interface ProjectTagsQuery {
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly offset: number;
  readonly limit: number;
  /** Of which desktops the caller may see the tags. */
  readonly visible: VisibleDesktops;
}

/** The tags of the project's desktops, each key once with its values. With a key and a value either may match. */
export async function listProjectTags(
  database: Database,
  projectId: ProjectId,
  query: ProjectTagsQuery,
): Promise<{ total: number; tags: { key: string; values: string[] }[] }> {
  const conditions = [
    ...(query.key === undefined ? [] : [sql<boolean>`t.key = ${query.key}`]),
    ...(query.value === undefined ? [] : [sql<boolean>`t.value = ${query.value}`]),
  ];
  const matching = database
    .selectFrom('desktop_tags as t')
    .innerJoin('desktops as d', 'd.id', 't.desktop_id')
    .where('t.project_id', '=', projectId)
    .where('d.project_id', '=', projectId)
    .where('d.gone_at', 'is', null)
    .where(isVisible(query.visible))
    .$if(conditions.length > 0, (tags) => tags.where((eb) => eb.or(conditions)));
  const [{ total }, tags] = await Promise.all([
    matching.select((eb) => eb.fn.count<string>('t.key').distinct().as('total')).executeTakeFirstOrThrow(),
    matching
      .groupBy('t.key')
      .select(['t.key', sql<string[]>`array_agg(distinct t.value order by t.value)`.as('values')])
      .orderBy('t.key')
      .offset(query.offset)
      .limit(query.limit)
      .execute(),
  ]);
  return { total: Number(total), tags };
}
