import { narrowingOf } from '../../access/authorize.js';
import type { Caller } from '../../access/caller.js';
import { describeAccess } from '../../access/describeAccess.js';
import { isOperation, type Operation, permissions } from '../../access/permissions/table.js';
import type { ProjectId } from '../../ids.js';
import { broughtKeys, type CanIParts } from './canI.js';
import { explainAccess } from './explainAccess.js';

/** On how much somebody may carry out an operation: on whatever there is, on part of it, on nothing. */
export type Reach = 'all' | 'some' | 'none';

/**
 * What the caller may do in a project, operation by operation, made of the same decisions that his calls would meet with: for a page
 * that offers only what makes sense. Of conditions only those count that hold whatever a call brings; without tags, for instance.
 */
export async function ownRights(
  parts: Pick<CanIParts, 'database' | 'isInProject'>,
  caller: Caller,
  projectId: ProjectId,
): Promise<Readonly<Record<string, Reach>>> {
  const rights: Record<string, Reach> = {};
  for (const operation of Object.keys(permissions).filter(isOperation))
    rights[operation] = await reachOf(parts, caller, projectId, operation);
  return rights;
}

async function reachOf(
  parts: Pick<CanIParts, 'database' | 'isInProject'>,
  caller: Caller,
  projectId: ProjectId,
  operation: Operation,
): Promise<Reach> {
  const permission = permissions[operation];
  const context = { ...caller.context, operation };
  const concerned = parts.isInProject(operation) ? projectId : undefined;
  if (permission.action === undefined)
    return narrowingOf(caller, context, permission, concerned) === undefined ? 'all' : 'none';
  const keys = await broughtKeys(parts, projectId, permission, []);
  const request = describeAccess(caller, context, permission, { projectId: concerned, keys });
  // As of a list, whose entries are the things that it could be done to.
  const verdict = explainAccess(
    caller,
    { asked: permission.resource === undefined ? 'admission' : 'list' },
    request,
  );
  if (!verdict.allowed) return 'none';
  return verdict.partial ? 'some' : 'all';
}
