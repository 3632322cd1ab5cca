import type { FastifyRequest } from 'fastify';
import { authorize } from '../access/authorize.js';
import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import { callerOf, projectOf } from '../http/request.js';
import type { DesktopUserId } from '../ids.js';
import type { UserRow } from './presentUser.js';
import { readUsers } from './queries.js';

/**
 * Reads users and lets the caller reach them: first the right to each, only then its existence
 * (docs/reference/choices.md#right-first).
 * @throws {ApiError} DPL.0403; WKS.00170312, the same for a missing and for a foreign user
 */
export async function findAuthorizedUsers(
  database: Database,
  request: FastifyRequest,
  userIds: readonly DesktopUserId[],
): Promise<UserRow[]> {
  const caller = callerOf(request);
  const projectId = projectOf(request);
  const users = await readUsers(database, projectId, userIds);
  for (const id of userIds) {
    const enterpriseProjectId = users.get(id)?.enterprise_project_id ?? '';
    authorize(caller, {
      projectId,
      resource: { type: 'user', id, tags: new Map(), enterpriseProjectId },
    });
  }
  return userIds.map((id) => {
    const user = users.get(id);
    if (user === undefined) throw new ApiError('WKS.00170312');
    return user;
  });
}

/** As {@link findAuthorizedUsers}, for one user. */
export async function findAuthorizedUser(
  database: Database,
  request: FastifyRequest,
  userId: DesktopUserId,
): Promise<UserRow> {
  const [user] = await findAuthorizedUsers(database, request, [userId]);
  if (user === undefined) throw new ApiError('WKS.00170312');
  return user;
}
