import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from '../../database/connect.js';
import type { TaskChange } from '../../database/schema/taskChange.js';
import type { DesktopId, ProjectId } from '../../ids.js';

/** What a decision about a desktop rests on: who may do something to it, and whether its state allows it. */
export interface DesktopResource {
  readonly id: DesktopId;
  /** Every change raises it; a write that names it applies to exactly what was read. */
  readonly revision: number;
  readonly computerName: string;
  readonly status: string;
  readonly taskStatus: string;
  /** How it is being changed by a task; null: it is not. */
  readonly change: TaskChange['kind'] | null;
  readonly enterpriseProjectId: string;
  readonly tags: ReadonlyMap<string, string>;
  /** The engine's ids of its ports, those that are gone too. */
  readonly ports: readonly string[];
  /** Only the tombstone is left. It keeps its tags, so that who was allowed before is answered 404 and not 403. */
  readonly gone: boolean;
}

/** The desktops of the project with these ids, also the gone ones, by id. Missing and foreign ones are left out. */
export async function readDesktopResources(
  database: Database,
  projectId: ProjectId,
  desktopIds: readonly DesktopId[],
): Promise<Map<DesktopId, DesktopResource>> {
  const rows = await database
    .selectFrom('desktops as d')
    .where('d.project_id', '=', projectId)
    .where(sql<boolean>`d.id = any(${desktopIds}::uuid[])`)
    .select((eb) => [
      'd.id',
      'd.revision',
      'd.computer_name',
      'd.status',
      'd.task_status',
      'd.task_change',
      'd.enterprise_project_id',
      'd.gone_at',
      jsonArrayFrom(
        eb
          .selectFrom('desktop_tags as t')
          .whereRef('t.desktop_id', '=', 'd.id')
          .select(['t.key', 't.value'])
          .orderBy('t.key'),
      ).as('tags'),
      sql<string[]>`array(
        select provider_id from (
          select id, kind, provider_id from items where desktop_id = d.id
          union all
          select item_id, kind, provider_id from past_items where desktop_id = d.id
        ) i where kind = 'port' and provider_id is not null order by id
      )`.as('ports'),
    ])
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        revision: row.revision,
        computerName: row.computer_name,
        status: row.status,
        taskStatus: row.task_status,
        change: row.task_change?.kind ?? null,
        enterpriseProjectId: row.enterprise_project_id,
        tags: new Map(row.tags.map(({ key, value }) => [key, value])),
        ports: row.ports,
        gone: row.gone_at !== null,
      },
    ]),
  );
}

/** One desktop of the project, or its tombstone; undefined for a missing and for a foreign one. */
export async function readDesktopResource(
  database: Database,
  projectId: ProjectId,
  desktopId: DesktopId,
): Promise<DesktopResource | undefined> {
  return (await readDesktopResources(database, projectId, [desktopId])).get(desktopId);
}
