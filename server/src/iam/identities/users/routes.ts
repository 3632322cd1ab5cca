import type pg from 'pg';
import { Type } from 'typebox';
import { keystone } from '../../../http/declare.js';
import { callerOf, noContent } from '../../../http/request.js';
import { NoContent } from '../../../http/schemas/values.js';
import type { Server } from '../../../http/server.js';
import { endpointOf, type LinkParts } from '../../keystone/endpoint.js';
import { keystonePage } from '../../keystone/keystonePage.js';
import { findAuthorizedUser } from '../authorizeOnUser.js';
import { requireOwnDomain } from '../ownDomain.js';
import { changePassword } from './changePassword.js';
import { createUser, type UserParts } from './createUser.js';
import { deleteUser } from './deleteUser.js';
import { withPasswordStatus } from './passwordStatus.js';
import { presentUser } from './presentUser.js';
import { listUsers } from './queries.js';
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

export interface UserRouteParts extends UserParts, LinkParts {
  readonly pool: pg.Pool;
}

const OneUser = Type.Object({ user: UserBody });

/** Users of the caller's account in Keystone's form. Another account's look like missing ones (S16). */
export function addUserRoutes(app: Server, parts: UserRouteParts): void {
  const { database } = parts;

  app.get(
    '/v3/users',
    keystone('KeystoneListUsers', "The IAM users of the caller's account.", {
      query: UserQuery,
      notOffered: { 'query.password_expires_at': [] },
      answers: { 200: UserList },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const { name, domain_id, enabled } = request.query;
      const endpoint = endpointOf(request, parts);
      const possible = (domain_id ?? domainId) === domainId;
      const all = possible ? await listUsers(database, domainId, { name, enabled }) : [];
      const { items, links } = keystonePage(request, parts, all);
      return { users: items.map((user) => presentUser(user, endpoint)), links };
    },
  );

  app.post(
    '/v3/users',
    keystone('KeystoneCreateUser', "Add an IAM user to the caller's account.", {
      body: NewUserBody,
      answers: { 201: OneUser },
    }),
    async (request, reply) => {
      const { domainId } = callerOf(request);
      const { domain_id, ...user } = request.body.user;
      requireOwnDomain(domainId, domain_id);
      const made = await createUser(parts, domainId, withPasswordStatus(user));
      reply.code(201);
      return { user: presentUser(made, endpointOf(request, parts)) };
    },
  );

  app.get(
    '/v3/users/:user_id',
    keystone('KeystoneShowUser', 'One IAM user. Everyone may see himself.', {
      path: IdPath,
      answers: { 200: OneUser },
    }),
    async (request) => {
      const user = await findAuthorizedUser(database, callerOf(request), request.params.user_id);
      return { user: presentUser(user, endpointOf(request, parts)) };
    },
  );

  app.patch(
    '/v3/users/:user_id',
    keystone('KeystoneUpdateUserByAdmin', 'Change an IAM user.', {
      path: IdPath,
      body: UserChangesBody,
      answers: { 200: OneUser },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const { domain_id, ...changes } = request.body.user;
      requireOwnDomain(domainId, domain_id);
      const update = { domainId, userId: request.params.user_id, changes: withPasswordStatus(changes) };
      const user = await updateUser(parts, update);
      return { user: presentUser(user, endpointOf(request, parts)) };
    },
  );

  app.post(
    '/v3/users/:user_id/password',
    keystone('KeystoneUpdateUserPassword', 'Change the own password. All own tokens end.', {
      path: IdPath,
      body: PasswordChangeBody,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const { password, original_password: original } = request.body.user;
      const change = { caller: callerOf(request), userId: request.params.user_id, original, password };
      await changePassword(parts, { ...change, address: request.origin.address });
      return noContent(reply);
    },
  );

  app.delete(
    '/v3/users/:user_id',
    keystone('KeystoneDeleteUser', 'Delete an IAM user with his tokens, access keys and memberships.', {
      path: IdPath,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      await deleteUser(database, callerOf(request).domainId, request.params.user_id);
      return noContent(reply);
    },
  );
}
