import { Type } from 'typebox';
import { workspace } from '../http/declare.js';
import { noContent, projectOf } from '../http/request.js';
import { NoContent } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import { changeUserStatus, inviteAgain } from './changeUserStatus.js';
import type { UserParts } from './createUser.js';
import { deleteUsers } from './deleteUsers.js';
import { findAuthorizedUser } from './findAuthorizedUser.js';
import { presentUserDetail } from './presentUser.js';
import { resetRandomPassword } from './resetRandomPassword.js';
import {
  ChangeUserStatusBody,
  NewPassword,
  ResetPasswordQuery,
  UpdateUserBody,
  UserDetail,
  UserId,
  UserPath,
} from './schemas.js';
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
      return { user_detail: presentUserDetail(user, ambient.serviceNow()) };
    },
  );

  app.put(
    '/v2/:project_id/users/:user_id',
    workspace('UpdateUserInfo', 'Change a desktop user', {
      path: UserPath,
      body: UpdateUserBody,
      notOffered: { user_info_map: [] },
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

  app.post(
    '/v2/:project_id/users/:user_id/actions',
    workspace('ChangeUserStatus', 'Lock or unlock a desktop user, or have the user choose a new password', {
      description:
        'LOCK ends all sessions of the user, closes the screens, and refuses to sign the user in. RESET_PWD takes the password away ' +
        'and mails a link by which the user chooses a new one within 24 hours.',
      path: UserPath,
      body: ChangeUserStatusBody,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const { id } = await findAuthorizedUser(database, request, request.params.user_id);
      const order = { projectId: projectOf(request), userId: id, language: request.language };
      await changeUserStatus(parts, order, request.body.op_type);
      parts.announceMails();
      return noContent(reply);
    },
  );

  app.get(
    '/v2/:project_id/users/:user_id/random-password',
    workspace('ResetRandomPassword', 'Give a desktop user another password', {
      description:
        'Ends all sessions of the user and closes the screens. The password is made up and answered once; the user chooses another ' +
        'one at the next sign-in. With `email`, nobody but the user learns it.',
      path: UserPath,
      query: ResetPasswordQuery,
      answers: { 200: NewPassword },
    }),
    async (request) => {
      const { id } = await findAuthorizedUser(database, request, request.params.user_id);
      const order = { projectId: projectOf(request), userId: id, language: request.language };
      const password = await resetRandomPassword(parts, order, request.query.notification_type);
      parts.announceMails();
      return password === undefined ? {} : { password };
    },
  );

  app.post(
    '/v2/:project_id/users/:user_id/resend-email',
    workspace('SendEmail', 'Mail a desktop user without a password the link to choose one again', {
      description: 'The link in earlier mails stops working.',
      path: UserPath,
      notOffered: { template_id: [], phone_template_id: [] },
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const { id } = await findAuthorizedUser(database, request, request.params.user_id);
      await inviteAgain(parts, { projectId: projectOf(request), userId: id, language: request.language });
      parts.announceMails();
      return noContent(reply);
    },
  );
}
