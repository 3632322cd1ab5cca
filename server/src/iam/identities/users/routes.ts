import type pg from 'pg';
import { Type } from 'typebox';
import { ApiError } from '../../../errors/errors.js';
import { callerOf, noContent } from '../../../http/request.js';
import { keystoneErrors, NoContent } from '../../../http/schemas/common.js';
import type { Server } from '../../../http/server.js';
import { endpointOf } from '../../endpoint.js';
import { keystonePage } from '../../keystonePage.js';
import { authorizeOnUser, declareIdentity } from '../declareIdentity.js';
import { requireOwnDomain } from '../ownDomain.js';
import { changePassword } from './changePassword.js';
import { createUser, type UserParts } from './createUser.js';
import { deleteUser } from './deleteUser.js';
import { presentUser } from './presentUser.js';
import { findUser, listUsers } from './queries.js';
import {
  IdPath,
  NewUserBody,
  PasswordChangeBody,
  UserBody,
  UserChangesBody,
  UserList,
  UserQuery,
} from './schemas.js';
import { updateUser } from './updateUser.js';

export interface UserRouteParts extends UserParts {
  readonly pool: pg.Pool;
  /** Address for links; undefined: the one that the caller asked. */
  readonly endpoint?: string | undefined;
}

const tags = ['IAM'];
const OneUser = Type.Object({ user: UserBody });

/** Users of the caller's account in Keystone's form. Another account's look like missing ones (S16). */
export function addUserRoutes(app: Server, parts: UserRouteParts): void {
  const { database } = parts;

  app.get(
    '/v3/users',
    {
      config: declareIdentity('KeystoneListUsers'),
      schema: {
        summary: "The IAM users of the caller's account.",
        tags,
        querystring: UserQuery,
        response: { 200: UserList, ...keystoneErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const { name, domain_id, enabled } = request.query;
      const endpoint = endpointOf(request, parts.endpoint);
      const possible = (domain_id ?? domainId) === domainId;
      const all = possible ? await listUsers(database, domainId, { name, enabled }) : [];
      const { items, links } = keystonePage(request, request.query, parts.endpoint, all, ({ id }) => id);
      return { users: items.map((user) => presentUser(user, endpoint)), links };
    },
  );

  app.post(
    '/v3/users',
    {
      config: declareIdentity('KeystoneCreateUser'),
      schema: {
        summary: "Add an IAM user to the caller's account.",
        tags,
        body: NewUserBody,
        response: { 201: OneUser, ...keystoneErrors },
      },
    },
    async (request, reply) => {
      const { domainId } = callerOf(request);
      const { domain_id, ...user } = request.body.user;
      requireOwnDomain(domainId, domain_id);
      const made = await createUser(parts, domainId, user);
      reply.code(201);
      return { user: presentUser(made, endpointOf(request, parts.endpoint)) };
    },
  );

  app.get(
    '/v3/users/:user_id',
    {
      config: declareIdentity('KeystoneShowUser'),
      schema: {
        summary: 'One IAM user. Everyone may see himself.',
        tags,
        params: IdPath,
        response: { 200: OneUser, ...keystoneErrors },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { user_id } = request.params;
      authorizeOnUser(caller, user_id);
      const user = await findUser(database, caller.domainId, user_id);
      if (user === undefined) throw new ApiError('DPL.0404', ['user']);
      return { user: presentUser(user, endpointOf(request, parts.endpoint)) };
    },
  );

  app.patch(
    '/v3/users/:user_id',
    {
      config: declareIdentity('KeystoneUpdateUserByAdmin'),
      schema: {
        summary: 'Change an IAM user.',
        tags,
        params: IdPath,
        body: UserChangesBody,
        response: { 200: OneUser, ...keystoneErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const { domain_id, ...changes } = request.body.user;
      requireOwnDomain(domainId, domain_id);
      const update = { domainId, userId: request.params.user_id, changes };
      const user = await updateUser(parts, update);
      return { user: presentUser(user, endpointOf(request, parts.endpoint)) };
    },
  );

  app.post(
    '/v3/users/:user_id/password',
    {
      config: declareIdentity('KeystoneUpdateUserPassword'),
      schema: {
        summary: 'Change the own password. All own tokens end.',
        tags,
        params: IdPath,
        body: PasswordChangeBody,
        response: { 204: NoContent, ...keystoneErrors },
      },
    },
    async (request, reply) => {
      const { password, original_password: original } = request.body.user;
      const change = { caller: callerOf(request), userId: request.params.user_id, original, password };
      await changePassword(parts, { ...change, address: request.origin.address });
      return noContent(reply);
    },
  );

  app.delete(
    '/v3/users/:user_id',
    {
      config: declareIdentity('KeystoneDeleteUser'),
      schema: {
        summary: 'Delete an IAM user with his tokens, access keys and memberships.',
        tags,
        params: IdPath,
        response: { 204: NoContent, ...keystoneErrors },
      },
    },
    async (request, reply) => {
      await deleteUser(database, callerOf(request).domainId, request.params.user_id);
      return noContent(reply);
    },
  );
}
