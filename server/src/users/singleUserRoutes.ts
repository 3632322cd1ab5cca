import { Type } from 'typebox';
import { workspace } from '../http/declare.js';
import { noContent, projectOf } from '../http/request.js';
import { NoContent } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import type { UserParts } from './createUser.js';
import { deleteUsers } from './deleteUsers.js';
import { findAuthorizedUser } from './findAuthorizedUser.js';
import { presentUserDetail } from './presentUser.js';
import { UpdateUserBody, UserDetail, UserId, UserPath } from './schemas.js';
import { updateUser } from './updateUser.js';

/** The routes of one desktop user. */
export function addSingleUserRoutes(app: Server, parts: UserParts): void {
  const { database, ambient } = parts;

  app.get(
    '/v2/:project_id/users/:user_id',
    workspace('ListUserDetail', 'One desktop user', {
      path: UserPath,
      answers: { 200: Type.Object({ user_detail: UserDetail }) },
    }),
    async (request) => {
      const user = await findAuthorizedUser(database, request, request.params.user_id);
      return { user_detail: presentUserDetail(user, ambient.now()) };
    },
  );

  app.put(
    '/v2/:project_id/users/:user_id',
    workspace('UpdateUserInfo', 'Change a desktop user', {
      path: UserPath,
      body: UpdateUserBody,
      answers: { 200: UserId },
    }),
    async (request) => {
      const { id } = await findAuthorizedUser(database, request, request.params.user_id);
      await updateUser(database, projectOf(request), id, request.body);
      return { id };
    },
  );

  app.delete(
    '/v2/:project_id/users/:user_id',
    workspace('DeleteUser', 'Delete a desktop user who has no desktop', {
      path: UserPath,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const { id } = await findAuthorizedUser(database, request, request.params.user_id);
      await deleteUsers(database, projectOf(request), [id]);
      return noContent(reply);
    },
  );
}
