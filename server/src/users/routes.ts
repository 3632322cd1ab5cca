import { callerOf, listScopeOf, noContent, projectOf } from '../http/request.js';
import { NoContent, ProjectPath, workspaceErrors } from '../http/schemas/common.js';
import type { Server } from '../http/server.js';
import { requireOpenEnterpriseProject } from '../iam/identities/enterpriseProjects/enterpriseProjects.js';
import { authorizeUserCreation } from './authorizeUserCreation.js';
import { createUser, type UserParts } from './createUser.js';
import { deleteUsers } from './deleteUsers.js';
import { enterUsers } from './enterUser.js';
import { listUsers } from './listUsers.js';
import { BatchDeleteUsersBody, CreateUserBody, ListUsersQuery, UserId, UserList } from './schemas.js';
import { addSingleUserRoutes } from './singleUserRoutes.js';
import { findVisibleUsers } from './visibleUsers.js';

/** The people who work on desktops (docs/reference/users.md#calls). */
export function addUserRoutes(app: Server, parts: UserParts): void {
  const { database, ambient } = parts;

  app.get(
    '/v2/:project_id/users',
    {
      config: {
        declaration: { operation: 'ListUsers', family: 'workspace' },
      },
      schema: {
        summary: 'Desktop users',
        tags: ['Users'],
        params: ProjectPath,
        querystring: ListUsersQuery,
        response: { 200: UserList, ...workspaceErrors },
      },
    },
    async (request) => {
      const projectId = projectOf(request);
      const visible = await findVisibleUsers(database, projectId, listScopeOf(request));
      return listUsers(database, projectId, request.query, ambient.now(), visible);
    },
  );

  app.post(
    '/v2/:project_id/users',
    {
      config: {
        declaration: {
          operation: 'CreateDesktopUser',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Create a desktop user',
        tags: ['Users'],
        params: ProjectPath,
        body: CreateUserBody,
        response: { 201: UserId, ...workspaceErrors },
      },
    },
    async (request, reply) => {
      const { enterprise_project_id } = request.body;
      authorizeUserCreation(request, enterprise_project_id);
      await requireOpenEnterpriseProject(database, callerOf(request).domainId, enterprise_project_id);
      const id = await createUser(parts, projectOf(request), request.body);
      return reply.code(201).send({ id });
    },
  );

  app.post(
    '/v2/:project_id/users/batch-delete',
    {
      config: {
        declaration: {
          operation: 'BatchDeleteUser',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Delete desktop users: all of them, or none if one cannot go',
        tags: ['Users'],
        params: ProjectPath,
        body: BatchDeleteUsersBody,
        response: { 204: NoContent, ...workspaceErrors },
      },
    },
    async (request, reply) => {
      await enterUsers(database, request, request.body.user_ids);
      await deleteUsers(database, projectOf(request), request.body.user_ids);
      return noContent(reply);
    },
  );

  addSingleUserRoutes(app, parts);
}
