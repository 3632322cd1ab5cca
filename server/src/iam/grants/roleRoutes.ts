import { Type } from 'typebox';
import { ApiError } from '../../errors/errors.js';
import { callerOf } from '../../http/request.js';
import { keystoneErrors, workspaceErrors } from '../../http/schemas/common.js';
import type { Server } from '../../http/server.js';
import { endpointOf } from '../endpoint.js';
import { parseName } from '../identities/names.js';
import { keystonePage } from '../keystonePage.js';
import { changeRole } from './changeRole.js';
import { createPolicy, type PolicyParts } from './createPolicy.js';
import { deletePolicy } from './deletePolicy.js';
import { countGrants, findOwnPolicy, findPolicy, listOwnPolicies } from './findPolicies.js';
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

export interface RoleRouteParts extends PolicyParts {
  /** Address for links; undefined: the one that the caller asked. */
  readonly endpoint?: string | undefined;
}

const tags = ['IAM'];

/** Policies of Version 1.1: those of the account are made and changed here, those that came with the service are shown. */
export function addRoleRoutes(app: Server, parts: RoleRouteParts): void {
  const { database } = parts;

  app.post(
    '/v3.0/OS-ROLE/roles',
    {
      config: {
        declaration: {
          operation: 'CreateCloudServiceCustomPolicy',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Create a custom policy of Version 1.1.',
        tags,
        body: NewRoleBody,
        response: { 201: RoleAnswer, ...workspaceErrors },
      },
    },
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
      return firstRole(await roleBodies(database, domainId, [created], endpointOf(request, parts.endpoint)));
    },
  );

  app.get(
    '/v3.0/OS-ROLE/roles',
    {
      config: {
        declaration: {
          operation: 'ListCustomPolicies',
          family: 'workspace',
        },
      },
      schema: {
        summary: "The account's custom policies of Version 1.1.",
        tags,
        querystring: OwnRolesQuery,
        response: { 200: RoleList, ...workspaceErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const { page = 1, per_page = 300 } = request.query;
      const all = await listOwnPolicies(database, domainId, 'role');
      const endpoint = endpointOf(request, parts.endpoint);
      const shown = all.slice((page - 1) * per_page, page * per_page);
      return {
        roles: await roleBodies(database, domainId, shown, endpoint),
        links: { self: `${endpoint}/v3.0/OS-ROLE/roles`, next: null, previous: null },
        total_number: all.length,
      };
    },
  );

  app.get(
    '/v3.0/OS-ROLE/roles/:role_id',
    {
      config: {
        declaration: { operation: 'ShowCustomPolicy', family: 'workspace' },
      },
      schema: {
        summary: 'One custom policy of Version 1.1.',
        tags,
        params: RolePath,
        response: { 200: RoleAnswer, ...workspaceErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const role = await findOwnPolicy(database, domainId, 'role', request.params.role_id);
      if (role === undefined) throw new ApiError('DPL.0404', ['policy']);
      const [body] = await roleBodies(database, domainId, [role], endpointOf(request, parts.endpoint));
      const references = (await countGrants(database, domainId, [role.id])).get(role.id) ?? 0;
      return firstRole(body === undefined ? [] : [{ ...body, references }]);
    },
  );

  app.patch(
    '/v3.0/OS-ROLE/roles/:role_id',
    {
      config: {
        declaration: {
          operation: 'UpdateCloudServiceCustomPolicy',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Change a custom policy of Version 1.1.',
        tags,
        params: RolePath,
        body: RoleChangesBody,
        response: { 200: RoleAnswer, ...workspaceErrors },
      },
    },
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
      return firstRole(await roleBodies(database, domainId, [changed], endpointOf(request, parts.endpoint)));
    },
  );

  app.delete(
    '/v3.0/OS-ROLE/roles/:role_id',
    {
      config: {
        declaration: { operation: 'DeleteCustomPolicy', family: 'workspace' },
      },
      schema: {
        summary: 'Delete a custom policy of Version 1.1 that is given to nobody.',
        tags,
        params: RolePath,
        response: { 200: Type.Object({ message: Type.String() }), ...workspaceErrors },
      },
    },
    async (request) => {
      await deletePolicy(database, callerOf(request).domainId, 'role', request.params.role_id);
      return { message: 'Delete success' };
    },
  );

  app.get(
    '/v3/roles',
    {
      config: {
        declaration: {
          operation: 'KeystoneListPermissions',
          family: 'keystone',
        },
      },
      schema: {
        summary: 'The roles that came with the service; with `domain_id`, those of the account instead.',
        tags,
        querystring: RolesQuery,
        response: { 200: RoleList, ...keystoneErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const endpoint = endpointOf(request, parts.endpoint);
      const { roles, total } = await listRoles(database, domainId, request.query);
      const { items, links } = keystonePage(request, request.query, parts.endpoint, roles, ({ id }) => id);
      return {
        roles: await roleBodies(database, domainId, items, endpoint),
        links,
        ...(request.query.domain_id === undefined ? {} : { total_number: total }),
      };
    },
  );

  app.get(
    '/v3/roles/:role_id',
    {
      config: {
        declaration: {
          operation: 'KeystoneShowPermission',
          family: 'keystone',
        },
      },
      schema: {
        summary: "One role: the account's own, or one that came with the service.",
        tags,
        params: RolePath,
        response: { 200: RoleAnswer, ...keystoneErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const role = await findPolicy(database, domainId, 'role', request.params.role_id);
      if (role === undefined) throw new ApiError('DPL.0404', ['role']);
      return firstRole(await roleBodies(database, domainId, [role], endpointOf(request, parts.endpoint)));
    },
  );
}

function firstRole<Body>([role]: readonly Body[]): { readonly role: Body } {
  if (role === undefined) throw new Error('A role that was found has no body.');
  return { role };
}
