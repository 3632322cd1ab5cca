import type { FastifyRequest } from 'fastify';
import { authorize } from '../access/authorize.js';
import { callerOf, projectOf } from '../http/request.js';
import { enterpriseProjectOf } from '../iam/identities/enterpriseProjects/enterpriseProjects.js';

/**
 * Asks whether the caller may create a user in that enterprise project.
 * @throws {ApiError} DPL.0403
 */
export function authorizeUserCreation(
  request: FastifyRequest,
  enterpriseProjectId: string | undefined,
): void {
  authorize(callerOf(request), {
    projectId: projectOf(request),
    resource: {
      type: 'user',
      id: '*',
      tags: new Map(),
      enterpriseProjectId: enterpriseProjectOf(enterpriseProjectId),
    },
  });
}
