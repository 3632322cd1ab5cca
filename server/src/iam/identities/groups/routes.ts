import { Type } from 'typebox';
import { requireFound } from '../../../errors/requireFound.js';
import { keystone } from '../../../http/declare.js';
import { callerOf, noContent } from '../../../http/request.js';
import { NoContent } from '../../../http/schemas/values.js';
import type { Server } from '../../../http/server.js';
import { endpointOf, type LinkParts } from '../../keystone/endpoint.js';
import { keystonePage } from '../../keystone/keystonePage.js';
import { requireOwnDomain } from '../ownDomain.js';
import { createGroup, deleteGroup, type GroupParts, updateGroup } from './changeGroups.js';
import { presentGroup } from './presentGroup.js';
import { findGroup, listGroups } from './queries.js';
import { GroupBody, GroupChangesBody, GroupList, GroupPath, GroupQuery, NewGroupBody } from './schemas.js';

export type GroupRouteParts = GroupParts & LinkParts;

const OneGroup = Type.Object({ group: GroupBody });

/** Groups of the caller's account in Keystone's form. Another account's look like missing ones (S16). */
export function addGroupRoutes(app: Server, parts: GroupRouteParts): void {
  app.get(
    '/v3/groups',
    keystone('KeystoneListGroups', "The groups of the caller's account.", {
      query: GroupQuery,
      answers: { 200: GroupList },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const { name, domain_id } = request.query;
      const possible = (domain_id ?? domainId) === domainId;
      const all = possible ? await listGroups(parts.database, domainId, { name }) : [];
      const { items, links } = keystonePage(request, parts, all);
      const endpoint = endpointOf(request, parts);
      return { groups: items.map((group) => presentGroup(group, endpoint)), links };
    },
  );

  app.post(
    '/v3/groups',
    keystone('KeystoneCreateGroup', "Add a group to the caller's account.", {
      body: NewGroupBody,
      answers: { 201: OneGroup },
    }),
    async (request, reply) => {
      const { domainId } = callerOf(request);
      const { domain_id, name, description } = request.body.group;
      requireOwnDomain(domainId, domain_id);
      const group = await createGroup(parts, domainId, { name, description });
      reply.code(201);
      return { group: presentGroup(group, endpointOf(request, parts)) };
    },
  );

  app.get(
    '/v3/groups/:group_id',
    keystone('KeystoneShowGroup', 'One group.', { path: GroupPath, answers: { 200: OneGroup } }),
    async (request) => {
      const { domainId } = callerOf(request);
      const group = requireFound(await findGroup(parts.database, domainId, request.params.group_id), 'group');
      return { group: presentGroup(group, endpointOf(request, parts)) };
    },
  );

  app.patch(
    '/v3/groups/:group_id',
    keystone('KeystoneUpdateGroup', 'Change name or description of a group.', {
      path: GroupPath,
      body: GroupChangesBody,
      answers: { 200: OneGroup },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const { domain_id, name, description } = request.body.group;
      requireOwnDomain(domainId, domain_id);
      const fields = { name, description };
      const group = await updateGroup(parts, domainId, request.params.group_id, fields);
      return { group: presentGroup(group, endpointOf(request, parts)) };
    },
  );

  app.delete(
    '/v3/groups/:group_id',
    keystone('KeystoneDeleteGroup', 'Delete a group with its memberships and what was granted to it.', {
      path: GroupPath,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      await deleteGroup(parts, callerOf(request).domainId, request.params.group_id);
      return noContent(reply);
    },
  );
}
