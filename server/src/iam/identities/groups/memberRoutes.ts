import { requireFound } from '../../../errors/requireFound.js';
import { keystone } from '../../../http/declare.js';
import { callerOf, noContent } from '../../../http/request.js';
import { NoContent } from '../../../http/schemas/values.js';
import type { Server } from '../../../http/server.js';
import { endpointOf } from '../../keystone/endpoint.js';
import { keystonePage, PageQuery } from '../../keystone/keystonePage.js';
import { findAuthorizedUser } from '../authorizeOnUser.js';
import { presentUser } from '../users/presentUser.js';
import { IdPath, UserList } from '../users/schemas.js';
import { addMember, checkMember, removeMember } from './changeMembers.js';
import { presentGroup } from './presentGroup.js';
import { findGroup, listGroupsOf, listMembers } from './queries.js';
import type { GroupRouteParts } from './routes.js';
import { GroupList, GroupPath, MemberPath } from './schemas.js';

const changes = [
  {
    method: 'PUT',
    operation: 'KeystoneAddUserToGroup',
    says: 'Put a user into a group.',
    change: addMember,
  },
  {
    method: 'HEAD',
    operation: 'KeystoneCheckUserInGroup',
    says: 'Whether a user is in a group: 204 or 404.',
    change: checkMember,
  },
  {
    method: 'DELETE',
    operation: 'KeystoneRemoveUserFromGroup',
    says: 'Take a user out of a group.',
    change: removeMember,
  },
] as const;

/** Who is in which group. */
export function addMemberRoutes(app: Server, parts: GroupRouteParts): void {
  const { database } = parts;

  for (const { method, operation, says, change } of changes) {
    app.route({
      method,
      url: '/v3/groups/:group_id/users/:user_id',
      ...keystone(operation, says, { path: MemberPath, answers: { 204: NoContent } }),
      handler: async (request, reply) => {
        const { group_id: groupId, user_id: userId } = request.params;
        await change(parts, { domainId: callerOf(request).domainId, groupId, userId });
        return noContent(reply);
      },
    });
  }

  app.get(
    '/v3/groups/:group_id/users',
    keystone('KeystoneListUsersForGroupByAdmin', 'The users of a group.', {
      path: GroupPath,
      query: PageQuery,
      answers: { 200: UserList },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const { group_id } = request.params;
      requireFound(await findGroup(database, domainId, group_id), 'group');
      const endpoint = endpointOf(request, parts);
      const all = await listMembers(database, domainId, group_id);
      const { items, links } = keystonePage(request, parts, all);
      return { users: items.map((user) => presentUser(user, endpoint)), links };
    },
  );

  app.get(
    '/v3/users/:user_id/groups',
    keystone('KeystoneListGroupsForUser', 'The groups that a user is in. Everyone may see his own.', {
      path: IdPath,
      query: PageQuery,
      answers: { 200: GroupList },
    }),
    async (request) => {
      const caller = callerOf(request);
      const { id } = await findAuthorizedUser(database, caller, request.params.user_id);
      const all = await listGroupsOf(database, caller.domainId, id);
      const { items, links } = keystonePage(request, parts, all);
      const endpoint = endpointOf(request, parts);
      return { groups: items.map((group) => presentGroup(group, endpoint)), links };
    },
  );
}
