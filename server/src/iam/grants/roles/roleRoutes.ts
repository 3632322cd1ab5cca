import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { requireFound } from '../../../errors/requireFound.js';
import { flat, keystone } from '../../../http/declare.js';
import { callerOf } from '../../../http/request.js';
import { numberedPage } from '../../../http/schemas/paging.js';
import type { Server } from '../../../http/server.js';
import { parseName } from '../../identities/names.js';
import { endpointOf, type LinkParts } from '../../keystone/endpoint.js';
import { keystonePage } from '../../keystone/keystonePage.js';
import { createPolicy, type PolicyParts } from '../policies/createPolicy.js';
import { deletePolicy } from '../policies/deletePolicy.js';
import { countGrants, findOwnPolicy, findPolicy, listOwnPolicies } from '../policies/findPolicies.js';
import type { Policy } from '../policies/policy.js';
import { changeRole } from './changeRole.js';
import { listRoles } from './listRoles.js';
import { roleBodies } from './roleBody.js';
import {
  NewRoleBody,
  OwnRolesQuery,
  RoleAnswer,
  RoleChangesBody,
  RoleList,
  RolePath,
  RolesQuery,
} from './roleSchemas.js';

export type RoleRouteParts = PolicyParts & LinkParts;

/** Policies of Version 1.1: those of the account are made and changed here, those that came with the service are shown. */
export function addRoleRoutes(app: Server, parts: RoleRouteParts): void {
  const { database } = parts;
  const answer = async (request: FastifyRequest, policy: Policy): Promise<Static<typeof RoleAnswer>> => {
    const [role] = await roleBodies(
      database,
      callerOf(request).domainId,
      [policy],
      endpointOf(request, parts),
    );
    if (role === undefined) throw new Error('A role that was found has no body.');
    return { role };
  };

  app.post(
    '/v3.0/OS-ROLE/roles',
    flat('CreateCloudServiceCustomPolicy', 'Create a custom policy of Version 1.1.', {
      body: NewRoleBody,
      answers: { 201: RoleAnswer },
    }),
    async (request, reply) => {
      const { domainId } = callerOf(request);
      const { role } = request.body;
      const created = await createPolicy(parts, domainId, {
        model: 'role',
        name: parseName(role.display_name).name,
        displayMode: role.type,
        description: role.description,
        descriptionCn: role.description_cn ?? '',
        document: JSON.stringify(role.policy),
      });
      reply.code(201);
      return answer(request, created);
    },
  );

  app.get(
    '/v3.0/OS-ROLE/roles',
    flat('ListCustomPolicies', "The account's custom policies of Version 1.1.", {
      query: OwnRolesQuery,
      answers: { 200: RoleList },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const all = await listOwnPolicies(database, domainId, 'role');
      const endpoint = endpointOf(request, parts);
      const shown = numberedPage(all, request.query);
      return {
        roles: await roleBodies(database, domainId, shown, endpoint),
        links: { self: `${endpoint}/v3.0/OS-ROLE/roles`, next: null, previous: null },
        total_number: all.length,
      };
    },
  );

  app.get(
    '/v3.0/OS-ROLE/roles/:role_id',
    flat('ShowCustomPolicy', 'One custom policy of Version 1.1.', {
      path: RolePath,
      answers: { 200: RoleAnswer },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const role = requireFound(
        await findOwnPolicy(database, domainId, 'role', request.params.role_id),
        'policy',
      );
      const references = (await countGrants(database, domainId, [role.id])).get(role.id) ?? 0;
      const { role: body } = await answer(request, role);
      return { role: { ...body, references } };
    },
  );

  app.patch(
    '/v3.0/OS-ROLE/roles/:role_id',
    flat('UpdateCloudServiceCustomPolicy', 'Change a custom policy of Version 1.1.', {
      path: RolePath,
      body: RoleChangesBody,
      answers: { 200: RoleAnswer },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const { role } = request.body;
      const changed = await changeRole(parts, domainId, request.params.role_id, {
        name: role.display_name === undefined ? undefined : parseName(role.display_name).name,
        displayMode: role.type,
        description: role.description,
        descriptionCn: role.description_cn,
        document: role.policy === undefined ? undefined : JSON.stringify(role.policy),
      });
      return answer(request, changed);
    },
  );

  app.delete(
    '/v3.0/OS-ROLE/roles/:role_id',
    flat('DeleteCustomPolicy', 'Delete a custom policy of Version 1.1 that is given to nobody.', {
      path: RolePath,
      answers: { 200: Type.Object({ message: Type.String() }) },
    }),
    async (request) => {
      await deletePolicy(database, callerOf(request).domainId, 'role', request.params.role_id);
      return { message: 'Delete success' };
    },
  );

  app.get(
    '/v3/roles',
    keystone(
      'KeystoneListPermissions',
      'The roles that came with the service; with `domain_id`, those of the account instead.',
      { query: RolesQuery, answers: { 200: RoleList } },
    ),
    async (request) => {
      const { domainId } = callerOf(request);
      const endpoint = endpointOf(request, parts);
      const { roles, total } = await listRoles(database, domainId, request.query);
      const { items, links } = keystonePage(request, parts, roles);
      return {
        roles: await roleBodies(database, domainId, items, endpoint),
        links,
        ...(request.query.domain_id === undefined ? {} : { total_number: total }),
      };
    },
  );

  app.get(
    '/v3/roles/:role_id',
    keystone('KeystoneShowPermission', "One role: the account's own, or one that came with the service.", {
      path: RolePath,
      answers: { 200: RoleAnswer },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const role = requireFound(await findPolicy(database, domainId, 'role', request.params.role_id), 'role');
      return answer(request, role);
    },
  );
}
