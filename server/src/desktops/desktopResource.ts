import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { authorize, refusalOfEffect } from '../access/authorize.js';
import type { Caller } from '../access/caller.js';
import type { AccessRequest } from '../access/describeAccess.js';
import type { Effect } from '../access/permissions/permission.js';
import type { ConditionKeys } from '../access/policies/conditionKeys.js';
import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
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

/** Who wants to do something to desktops of which project. What it is, his request's operation says. */
export interface DesktopAccess {
  readonly principal: Caller;
  readonly projectId: ProjectId;
}

/**
 * Asks whether the caller has the right: with the desktop's or its tombstone's tags, with none for one that never was.
 * @param keys what the request brings for policies to ask about
 * @returns what allows it
 * @throws {ApiError} DPL.0403
 */
export function authorizeDesktop(
  access: DesktopAccess,
  desktopId: DesktopId,
  desktop: AccessedDesktop | undefined,
  keys?: ConditionKeys,
): string {
  return authorize(access.principal, {
    ...(keys === undefined ? {} : { keys }),
    ...accessTo(access, desktopId, desktop),
  });
}

/**
 * Refuses what a call would do to a desktop besides, though another action is meant for it, when a policy forbids that action.
 * @throws {ApiError} DPL.0403
 */
export function refuseDeniedEffect(
  access: DesktopAccess,
  effect: Effect,
  desktopId: DesktopId,
  desktop: AccessedDesktop | undefined,
): void {
  const refusal = refusalOfEffect(access.principal, effect, 'desktop', accessTo(access, desktopId, desktop));
  if (refusal !== undefined) throw refusal;
}

type AccessedDesktop = Pick<DesktopResource, 'tags' | 'enterpriseProjectId' | 'ports'>;

function accessTo(
  { projectId }: DesktopAccess,
  desktopId: DesktopId,
  desktop: AccessedDesktop | undefined,
): AccessRequest {
  const { tags = new Map(), enterpriseProjectId = '', ports = [] } = desktop ?? {};
  return { projectId, resource: { type: 'desktop', id: desktopId, tags, enterpriseProjectId, ports } };
}

/**
 * Lets the caller reach a desktop: first the right, only then its existence (docs/reference/choices.md#right-first).
 * @throws {ApiError} DPL.0403; DPL.0404, the same for a missing, a foreign and a gone desktop
 */
export function admitToDesktop(
  access: DesktopAccess,
  desktopId: DesktopId,
  desktop: DesktopResource | undefined,
  keys?: ConditionKeys,
): DesktopResource {
  authorizeDesktop(access, desktopId, desktop, keys);
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
  keys?: ConditionKeys,
): Promise<DesktopResource> {
  const desktop = await readDesktopResource(database, access.projectId, desktopId);
  return admitToDesktop(access, desktopId, desktop, keys);
}
