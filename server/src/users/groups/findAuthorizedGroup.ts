import type { FastifyRequest } from 'fastify';
import { authorize } from '../../access/authorize.js';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { callerOf, projectOf } from '../../http/request.js';
import type { UserGroupId } from '../../ids.js';

/**
 * Lets the caller reach groups: first the right to each, only then its existence (docs/reference/choices.md#right-first).
 * @throws {ApiError} DPL.0403; WKS.00170208, the same for a missing and for a foreign group
 */
export async function findAuthorizedGroups(
  database: Database,
  request: FastifyRequest,
  groupIds: readonly UserGroupId[],
): Promise<void> {
  for (const id of groupIds) authorizeGroup(request, id);
  const rows = await database
    .selectFrom('user_groups')
    .select('id')
    .where('project_id', '=', projectOf(request))
    .where('id', 'in', groupIds)
    .execute();
  if (rows.length < new Set(groupIds).size) throw new ApiError('WKS.00170208');
}

/** Asks whether the caller may do what the call does to a group; `*`: to one that is to be made. @throws {ApiError} DPL.0403 */
export function authorizeGroup(request: FastifyRequest, id: UserGroupId | '*'): void {
  authorize(callerOf(request), {
    projectId: projectOf(request),
    resource: { type: 'userGroup', id, tags: new Map(), enterpriseProjectId: '' },
  });
}
