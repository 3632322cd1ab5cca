import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { inOneSnapshot } from '../../database/oneSnapshot.js';
import { workspace } from '../../http/declare.js';
import { listScopeOf, noContent, projectOf } from '../../http/request.js';
import { NoContent } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { createGroup, deleteGroups, updateGroup } from './changeGroups.js';
import { addMembers, removeMembers } from './changeMembers.js';
import { authorizeGroup, findAuthorizedGroups } from './findAuthorizedGroup.js';
import {
  BatchDeleteUserGroupsBody,
  CreateUserGroupBody,
  ListUserGroupsQuery,
  ListUsersOfGroupQuery,
  RunActionsOnGroupBody,
  UpdateUserGroupBody,
  UserGroupId,
  UserGroupList,
  UserGroupPath,
  UsersOfGroup,
} from './groupSchemas.js';
import { listGroups, listMembers } from './listGroups.js';

/** Groups of those who work on desktops (docs/reference/groups.md#calls). */
export function addUserGroupRoutes(
  app: Server,
  parts: { readonly database: Database; readonly ambient: Ambient },
): void {
  const { database } = parts;

  app.get(
    '/v2/:project_id/groups',
    workspace('ListUserGroups', 'Groups of desktop users', {
      query: ListUserGroupsQuery,
      answers: { 200: UserGroupList },
    }),
    async (request) =>
      inOneSnapshot(database, (snapshot) =>
        listGroups(snapshot, projectOf(request), request.query, listScopeOf(request)),
      ),
  );

  app.post(
    '/v2/:project_id/groups',
    workspace('CreateUserGroup', 'Create a group of desktop users', {
      body: CreateUserGroupBody,
      answers: { 201: UserGroupId },
    }),
    async (request, reply) => {
      authorizeGroup(request, '*');
      const id = await createGroup(parts, projectOf(request), request.body);
      return reply.code(201).send({ id });
    },
  );

  app.post(
    '/v2/:project_id/groups/batch-delete',
    workspace('BatchDeleteUserGroups', 'Delete user groups: all of them, or none if one cannot go', {
      body: BatchDeleteUserGroupsBody,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      await findAuthorizedGroups(database, request, request.body.group_ids);
      await deleteGroups(database, projectOf(request), request.body.group_ids);
      return noContent(reply);
    },
  );

  app.put(
    '/v2/:project_id/groups/:group_id',
    workspace('UpdateUserGroup', 'Change a user group', {
      path: UserGroupPath,
      body: UpdateUserGroupBody,
      answers: { 200: UserGroupId },
    }),
    async (request) => {
      const { group_id: id } = request.params;
      await findAuthorizedGroups(database, request, [id]);
      await updateGroup(database, projectOf(request), id, request.body);
      return { id };
    },
  );

  app.delete(
    '/v2/:project_id/groups/:group_id',
    workspace('DeleteUserGroup', 'Delete a user group that has no desktop', {
      description: 'Its members stay.',
      path: UserGroupPath,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const { group_id: id } = request.params;
      await findAuthorizedGroups(database, request, [id]);
      await deleteGroups(database, projectOf(request), [id]);
      return noContent(reply);
    },
  );

  app.get(
    '/v2/:project_id/groups/:group_id/users',
    workspace('ListUsersOfGroup', 'The users of a group, in the order in which they joined', {
      path: UserGroupPath,
      query: ListUsersOfGroupQuery,
      answers: { 200: UsersOfGroup },
    }),
    async (request) => {
      const { group_id: id } = request.params;
      await findAuthorizedGroups(database, request, [id]);
      return inOneSnapshot(database, (snapshot) =>
        listMembers(snapshot, projectOf(request), id, request.query),
      );
    },
  );

  app.post(
    '/v2/:project_id/groups/:group_id/actions',
    workspace('RunActionsOnGroup', 'Put users into a group, or take them out of it', {
      description:
        'ADD: the users may open the desktops of the group from now on. DELETE: they may not any more, and what they see of one closes. ' +
        'A user who is in the group already, or is not, is no fault.',
      path: UserGroupPath,
      body: RunActionsOnGroupBody,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const { group_id: groupId } = request.params;
      await findAuthorizedGroups(database, request, [groupId]);
      const { user_ids: userIds, op_type: operation } = request.body;
      const order = { projectId: projectOf(request), groupId, userIds };
      if (operation === 'ADD') await addMembers(parts, order);
      else await removeMembers(database, order);
      return noContent(reply);
    },
  );
}
