import { inOneSnapshot } from '../database/oneSnapshot.js';
import { workspace } from '../http/declare.js';
import { callerOf, listScopeOf, noContent, projectOf } from '../http/request.js';
import { NoContent } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import { requireOpenEnterpriseProject } from '../iam/identities/enterpriseProjects/enterpriseProjects.js';
import { authorizeUserCreation, refuseDeniedGroups } from './authorizeUserCreation.js';
import { createUser, createUsers, type UserParts } from './createUser.js';
import { deleteUsers } from './deleteUsers.js';
import { addExportRoutes } from './exports/exportRoutes.js';
import { findAuthorizedUsers } from './findAuthorizedUser.js';
import { addUserGroupRoutes } from './groups/groupRoutes.js';
import { addImportRoutes } from './import/importRoutes.js';
import { listUsers } from './listUsers.js';
import {
  BatchCreateUsersBody,
  BatchDeleteUsersBody,
  CreateUserBody,
  ListUsersQuery,
  NewUserId,
  NewUsers,
  UserList,
} from './schemas.js';
import { addSingleUserRoutes } from './singleUserRoutes.js';
import { findVisibleUsers } from './visibleUsers.js';

/** The people who work on desktops (docs/reference/users.md#calls). */
export function addUserRoutes(app: Server, parts: UserParts): void {
  const { database, ambient } = parts;

  app.get(
    '/v2/:project_id/users',
    workspace('ListUsers', 'Desktop users', { query: ListUsersQuery, answers: { 200: UserList } }),
    async (request) => {
      const projectId = projectOf(request);
      const visible = await findVisibleUsers(database, projectId, listScopeOf(request));
      return inOneSnapshot(database, (snapshot) =>
        listUsers(snapshot, projectId, request.query, ambient.serviceNow(), visible),
      );
    },
  );

  app.post(
    '/v2/:project_id/users',
    workspace('CreateDesktopUser', 'Create a desktop user', {
      body: CreateUserBody,
      notOffered: { domain: [], user_info_map: [] },
      answers: { 201: NewUserId },
    }),
    async (request, reply) => {
      const { enterprise_project_id } = request.body;
      authorizeUserCreation(request, enterprise_project_id);
      refuseDeniedGroups(request, request.body.group_ids);
      await requireOpenEnterpriseProject(database, callerOf(request).domainId, enterprise_project_id);
      const { id, invited } = await createUser(parts, projectOf(request), request.body, request.language);
      return reply.code(201).send({ id, invited });
    },
  );

  app.post(
    '/v2/:project_id/users/batch-create',
    workspace('BatchCreateUsers', 'Create desktop users: all of them, or none if one cannot be', {
      description:
        'A refusal names the first user at fault in `error_detail`: `body: users.3.user_name` is the fourth.',
      body: BatchCreateUsersBody,
      notOffered: { 'users[].domain': [], 'users[].user_info_map': [] },
      answers: { 200: NewUsers },
    }),
    async (request) => {
      const { users } = request.body;
      for (const { enterprise_project_id, group_ids } of users) {
        authorizeUserCreation(request, enterprise_project_id);
        refuseDeniedGroups(request, group_ids);
      }
      for (const id of new Set(users.map((user) => user.enterprise_project_id)))
        await requireOpenEnterpriseProject(database, callerOf(request).domainId, id);
      const made = await createUsers(parts, projectOf(request), users, request.language);
      return { users: made.map(({ id, name, invited }) => ({ id, user_name: name, invited })) };
    },
  );

  app.post(
    '/v2/:project_id/users/batch-delete',
    workspace('BatchDeleteUser', 'Delete desktop users: all of them, or none if one cannot go', {
      body: BatchDeleteUsersBody,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      await findAuthorizedUsers(database, request, request.body.user_ids);
      await deleteUsers(database, projectOf(request), request.body.user_ids);
      return noContent(reply);
    },
  );

  addSingleUserRoutes(app, parts);
  addUserGroupRoutes(app, parts);
  addExportRoutes(app, parts);
  addImportRoutes(app, parts);
}
