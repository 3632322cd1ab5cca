import type { FastifyRequest } from 'fastify';
import { authorize, refusalOfEffect } from '../access/authorize.js';
import type { AccessRequest } from '../access/describeAccess.js';
import { callerOf, projectOf } from '../http/request.js';
import { enterpriseProjectOf } from '../iam/identities/enterpriseProjects/enterpriseProjects.js';
import type { ProjectId } from '../ids.js';

/**
 * Asks whether the caller may create a user in that enterprise project.
 * @throws {ApiError} DPL.0403
 */
export function authorizeUserCreation(
  request: FastifyRequest,
  enterpriseProjectId: string | undefined,
): void {
  authorize(callerOf(request), userToBe(projectOf(request), enterpriseProjectId));
}

/** What is asked of the rights to a user who is to be made. */
export function userToBe(projectId: ProjectId, enterpriseProjectId: string | undefined): AccessRequest {
  return {
    projectId,
    resource: {
      type: 'user',
      id: '*',
      tags: new Map(),
      enterpriseProjectId: enterpriseProjectOf(enterpriseProjectId),
    },
  };
}

/**
 * Refuses to put a user who is to be made into groups when a policy forbids to change one of them.
 * @throws {ApiError} DPL.0403
 */
export function refuseDeniedGroups(request: FastifyRequest, groupIds: readonly string[] = []): void {
  const projectId = projectOf(request);
  for (const id of groupIds) {
    const resource = { type: 'userGroup', id, tags: new Map(), enterpriseProjectId: '' } as const;
    const access = { projectId, resource };
    const refusal = refusalOfEffect(callerOf(request), 'workspace:userGroups:operate', 'userGroup', access);
    if (refusal !== undefined) throw refusal;
  }
}
