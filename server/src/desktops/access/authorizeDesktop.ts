import { authorize, type EffectNeed, refusalOfEffect } from '../../access/authorize.js';
import type { Caller } from '../../access/caller.js';
import type { AccessRequest } from '../../access/describeAccess.js';
import type { Effect } from '../../access/permissions/permission.js';
import type { ConditionKeys } from '../../access/policies/conditionKeys.js';
import type { Database } from '../../database/connect.js';
import { requireFound } from '../../errors/requireFound.js';
import type { DesktopId, ProjectId } from '../../ids.js';
import { type DesktopResource, readDesktopResources } from './desktopResource.js';

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
 * Refuses what a call would do to a desktop besides, though another action is meant for it, when policies forbid that action or allow it
 * for other desktops only.
 * @param need `allowed`: something must allow that action, too
 * @throws {ApiError} DPL.0403
 */
export function refuseDeniedEffect(
  access: DesktopAccess,
  effect: Effect,
  desktopId: DesktopId,
  desktop: AccessedDesktop | undefined,
  need: EffectNeed = 'unlimited',
): void {
  const asked = accessTo(access, desktopId, desktop);
  const refusal = refusalOfEffect(access.principal, effect, 'desktop', asked, need);
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
 * Reads desktops that the caller has the right to, by id: also the gone ones, none for a missing and for a foreign one.
 * @param keys what the request brings for policies to ask about
 * @throws {ApiError} DPL.0403, for the first without
 */
export async function readAuthorizedDesktops(
  database: Database,
  access: DesktopAccess,
  desktopIds: readonly DesktopId[],
  keys?: ConditionKeys,
): Promise<Map<DesktopId, DesktopResource>> {
  const desktops = await readDesktopResources(database, access.projectId, desktopIds);
  for (const id of desktopIds) authorizeDesktop(access, id, desktops.get(id), keys);
  return desktops;
}

/** As {@link readAuthorizedDesktops}, for one desktop. */
export async function readAuthorizedDesktop(
  database: Database,
  access: DesktopAccess,
  desktopId: DesktopId,
  keys?: ConditionKeys,
): Promise<DesktopResource | undefined> {
  return (await readAuthorizedDesktops(database, access, [desktopId], keys)).get(desktopId);
}

/**
 * A desktop that is there: first the right, only then the existence (docs/reference/choices.md#right-first).
 * @throws {ApiError} DPL.0403; DPL.0404, the same for a missing, a foreign and a gone desktop
 */
export async function findAuthorizedDesktop(
  database: Database,
  access: DesktopAccess,
  desktopId: DesktopId,
  keys?: ConditionKeys,
): Promise<DesktopResource> {
  const desktop = await readAuthorizedDesktop(database, access, desktopId, keys);
  return requireFound(desktop?.gone === true ? undefined : desktop, 'desktop');
}
