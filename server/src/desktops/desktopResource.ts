import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from '../database/connect.js';
import { ApiError } from '../http/errors.js';
import { authorize } from '../iam/authorize.js';
import type { Principal } from '../iam/principal.js';
import type { DesktopId, ProjectId } from '../ids.js';

/** What a decision about a desktop rests on: who may do something to it, and whether its state allows it. */
export interface DesktopResource {
  readonly id: DesktopId;
  /** Every change raises it; a write that names it applies to exactly what was read. */
  readonly revision: number;
  readonly computerName: string;
  readonly status: string;
  readonly taskStatus: string;
  readonly enterpriseProjectId: string;
  readonly tags: ReadonlyMap<string, string>;
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
      'd.enterprise_project_id',
      'd.gone_at',
      jsonArrayFrom(
        eb
          .selectFrom('desktop_tags as t')
          .whereRef('t.desktop_id', '=', 'd.id')
          .select(['t.key', 't.value'])
          .orderBy('t.key'),
      ).as('tags'),
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
        enterpriseProjectId: row.enterprise_project_id,
        tags: new Map(row.tags.map(({ key, value }) => [key, value])),
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

/** Who wants to do what to a desktop of which project. */
export interface DesktopAccess {
  readonly principal: Principal;
  readonly action: string;
  readonly projectId: ProjectId;
}

/**
 * Asks whether the caller has the right: with the desktop's or its tombstone's tags, with none for one that never was.
 * @throws {ApiError} DPL.0403
 */
export function authorizeDesktop(
  access: DesktopAccess,
  desktopId: DesktopId,
  desktop: Pick<DesktopResource, 'tags' | 'enterpriseProjectId'> | undefined,
): void {
  authorize(access.principal, {
    action: access.action,
    projectId: access.projectId,
    resource: {
      type: 'desktop',
      id: desktopId,
      tags: desktop?.tags ?? new Map(),
      enterpriseProjectId: desktop?.enterpriseProjectId ?? '',
    },
  });
}

/**
 * Lets the caller reach a desktop: first the right, only then its existence (design §5 "403 or 404 first").
 * @throws {ApiError} DPL.0403; DPL.0404, the same for a missing, a foreign and a gone desktop
 */
export function admitToDesktop(
  access: DesktopAccess,
  desktopId: DesktopId,
  desktop: DesktopResource | undefined,
): DesktopResource {
  authorizeDesktop(access, desktopId, desktop);
  if (desktop === undefined || desktop.gone) throw new ApiError('DPL.0404', ['desktop']);
  return desktop;
}

/**
 * Reads a desktop and lets the caller reach it.
 * @throws {ApiError} as {@link admitToDesktop}
 */
export async function enterDesktop(
  database: Database,
  access: DesktopAccess,
  desktopId: DesktopId,
): Promise<DesktopResource> {
  return admitToDesktop(access, desktopId, await readDesktopResource(database, access.projectId, desktopId));
}
