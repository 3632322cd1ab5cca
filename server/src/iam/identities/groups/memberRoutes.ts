import type { Static } from 'typebox';
import { ApiError } from '../../../errors/errors.js';
import { callerOf, noContent } from '../../../http/request.js';
import { keystoneErrors, NoContent } from '../../../http/schemas/common.js';
import type { Server } from '../../../http/server.js';
import type { DomainId } from '../../../ids.js';
import { endpointOf } from '../../endpoint.js';
import { keystonePage, PageQuery } from '../../keystonePage.js';
import { authorizeOnUser, declareIdentity } from '../declareIdentity.js';
import { presentUser } from '../users/presentUser.js';
import { findUser } from '../users/queries.js';
import { IdPath, UserList } from '../users/schemas.js';
import { addMember, checkMember, type Membership, removeMember } from './changeMembers.js';
import { presentGroup } from './presentGroup.js';
import { findGroup, listGroupsOf, listMembers } from './queries.js';
import type { GroupRouteParts } from './routes.js';
import { GroupList, GroupPath, MemberPath } from './schemas.js';

const tags = ['IAM'];
const memberPath = '/v3/groups/:group_id/users/:user_id';

/** Who is in which group. */
export function addMemberRoutes(app: Server, parts: GroupRouteParts): void {
  const { database } = parts;

  app.put(
    memberPath,
    {
      config: declareIdentity('KeystoneAddUserToGroup'),
      schema: {
        summary: 'Put a user into a group.',
        tags,
        params: MemberPath,
        response: { 204: NoContent, ...keystoneErrors },
      },
    },
    async (request, reply) => {
      await addMember(parts, membershipOf(callerOf(request), request.params));
      return noContent(reply);
    },
  );

  app.head(
    memberPath,
    {
      config: declareIdentity('KeystoneCheckUserInGroup'),
      schema: {
        summary: 'Whether a user is in a group: 204 or 404.',
        tags,
        params: MemberPath,
        response: { 204: NoContent, ...keystoneErrors },
      },
    },
    async (request, reply) => {
      await checkMember(parts, membershipOf(callerOf(request), request.params));
      return noContent(reply);
    },
  );

  app.delete(
    memberPath,
    {
      config: declareIdentity('KeystoneRemoveUserFromGroup'),
      schema: {
        summary: 'Take a user out of a group.',
        tags,
        params: MemberPath,
        response: { 204: NoContent, ...keystoneErrors },
      },
    },
    async (request, reply) => {
      await removeMember(parts, membershipOf(callerOf(request), request.params));
      return noContent(reply);
    },
  );

  app.get(
    '/v3/groups/:group_id/users',
    {
      config: declareIdentity('KeystoneListUsersForGroupByAdmin'),
      schema: {
        summary: 'The users of a group.',
        tags,
        params: GroupPath,
        querystring: PageQuery,
        response: { 200: UserList, ...keystoneErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const { group_id } = request.params;
      if ((await findGroup(database, domainId, group_id)) === undefined) {
        throw new ApiError('DPL.0404', ['group']);
      }
      const endpoint = endpointOf(request, parts.endpoint);
      const all = await listMembers(database, domainId, group_id);
      const { items, links } = keystonePage(request, request.query, parts.endpoint, all, ({ id }) => id);
      return { users: items.map((user) => presentUser(user, endpoint)), links };
    },
  );

  app.get(
    '/v3/users/:user_id/groups',
    {
      config: declareIdentity('KeystoneListGroupsForUser'),
      schema: {
        summary: 'The groups that a user is in. Everyone may see his own.',
        tags,
        params: IdPath,
        querystring: PageQuery,
        response: { 200: GroupList, ...keystoneErrors },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { user_id } = request.params;
      authorizeOnUser(caller, user_id);
      if ((await findUser(database, caller.domainId, user_id)) === undefined) {
        throw new ApiError('DPL.0404', ['user']);
      }
      const all = await listGroupsOf(database, caller.domainId, user_id);
      const { items, links } = keystonePage(request, request.query, parts.endpoint, all, ({ id }) => id);
      const endpoint = endpointOf(request, parts.endpoint);
      return { groups: items.map((group) => presentGroup(group, endpoint)), links };
    },
  );
}

function membershipOf(
  { domainId }: { readonly domainId: DomainId },
  { group_id, user_id }: Static<typeof MemberPath>,
): Membership {
  return { domainId, groupId: group_id, userId: user_id };
}
