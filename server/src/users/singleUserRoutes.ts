import { Type } from 'typebox';
import { noContent, projectOf } from '../http/request.js';
import { NoContent, workspaceErrors } from '../http/schemas/common.js';
import type { Server } from '../http/server.js';
import type { UserParts } from './createUser.js';
import { deleteUsers } from './deleteUsers.js';
import { enterUser } from './enterUser.js';
import { presentUserDetail } from './presentUser.js';
import { UpdateUserBody, UserDetail, UserId, UserPath } from './schemas.js';
import { updateUser } from './updateUser.js';

/** The routes of one desktop user. */
export function addSingleUserRoutes(app: Server, parts: UserParts): void {
  const { database, ambient } = parts;

  app.get(
    '/v2/:project_id/users/:user_id',
    {
      config: {
        declaration: {
          operation: 'ListUserDetail',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'One desktop user',
        tags: ['Users'],
        params: UserPath,
        response: { 200: Type.Object({ user_detail: UserDetail }), ...workspaceErrors },
      },
    },
    async (request) => {
      const user = await enterUser(database, request, request.params.user_id);
      return { user_detail: presentUserDetail(user, ambient.now()) };
    },
  );

  app.put(
    '/v2/:project_id/users/:user_id',
    {
      config: {
        declaration: {
          operation: 'UpdateUserInfo',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Change a desktop user',
        tags: ['Users'],
        params: UserPath,
        body: UpdateUserBody,
        response: { 200: UserId, ...workspaceErrors },
      },
    },
    async (request) => {
      const { id } = await enterUser(database, request, request.params.user_id);
      await updateUser(database, projectOf(request), id, request.body);
      return { id };
    },
  );

  app.delete(
    '/v2/:project_id/users/:user_id',
    {
      config: {
        declaration: {
          operation: 'DeleteUser',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Delete a desktop user who has no desktop',
        tags: ['Users'],
        params: UserPath,
        response: { 204: NoContent, ...workspaceErrors },
      },
    },
    async (request, reply) => {
      const { id } = await enterUser(database, request, request.params.user_id);
      await deleteUsers(database, projectOf(request), [id]);
      return noContent(reply);
    },
  );
}
