import { Type } from 'typebox';
import { ApiError } from '../../../errors/errors.js';
import { flat } from '../../../http/declare.js';
import { callerOf, noContent } from '../../../http/request.js';
import { NoContent } from '../../../http/schemas/values.js';
import type { Server } from '../../../http/server.js';
import { endpointOf } from '../../keystone/endpoint.js';
import { authorizeOnUser, findAuthorizedUser } from '../authorizeOnUser.js';
import { requireOwnDomain } from '../ownDomain.js';
import { createUser, type NewUser } from './createUser.js';
import { type PasswordStatus, withPasswordStatus } from './passwordStatus.js';
import { presentAccountUser } from './presentUser.js';
import type { UserRouteParts } from './routes.js';
import {
  AccountUserBody,
  AccountUserChangesBody,
  ContactChangesBody,
  IdPath,
  NewAccountUserBody,
} from './schemas.js';
import { updateUser } from './updateUser.js';

const OneUser = Type.Object({ user: AccountUserBody });

/** Users with everything that is kept of them, as the calls below /v3.0/OS-USER show it. */
export function addAccountUserRoutes(app: Server, parts: UserRouteParts): void {
  app.post(
    '/v3.0/OS-USER/users',
    flat('CreateUser', "Add an IAM user to the caller's account.", {
      body: NewAccountUserBody,
      notOffered: { 'user.xuser_id': [], 'user.xuser_type': [] },
      answers: { 201: OneUser },
    }),
    async (request, reply) => {
      const { domainId } = callerOf(request);
      const { domain_id, ...user } = request.body.user;
      requireOwnDomain(domainId, domain_id);
      const made = await createUser(parts, domainId, withAccessMode(user));
      reply.code(201);
      return { user: presentAccountUser(made, endpointOf(request, parts)) };
    },
  );

  app.get(
    '/v3.0/OS-USER/users/:user_id',
    flat('ShowUser', 'One IAM user in full. Everyone may see himself.', {
      path: IdPath,
      answers: { 200: OneUser },
    }),
    async (request) => {
      const user = await findAuthorizedUser(parts.database, callerOf(request), request.params.user_id);
      return { user: presentAccountUser(user, endpointOf(request, parts)) };
    },
  );

  app.put(
    '/v3.0/OS-USER/users/:user_id',
    flat('UpdateUser', 'Change an IAM user.', {
      path: IdPath,
      body: AccountUserChangesBody,
      answers: { 200: OneUser },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const changes = withAccessMode(request.body.user);
      const update = { domainId, userId: request.params.user_id, changes };
      const user = await updateUser(parts, update);
      return { user: presentAccountUser(user, endpointOf(request, parts)) };
    },
  );

  app.put(
    '/v3.0/OS-USER/users/:user_id/info',
    flat('UpdateUserInformation', 'Change e-mail address and mobile number. Everyone may change his own.', {
      path: IdPath,
      body: ContactChangesBody,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const caller = callerOf(request);
      authorizeOnUser(caller, request.params.user_id);
      const { email, mobile } = request.body.user;
      const changes = { ...(email === undefined ? {} : { email }), ...splitMobile(mobile) };
      await updateUser(parts, { domainId: caller.domainId, userId: request.params.user_id, changes });
      return noContent(reply);
    },
  );
}

/** The body's name for it is the API's, ours reads like the rest. */
function withAccessMode<Fields extends { readonly access_mode?: NewUser['accessMode'] } & PasswordStatus>(
  fields: Fields,
): Fields & Pick<NewUser, 'accessMode' | 'mustChangePassword'> {
  return { ...withPasswordStatus(fields), accessMode: fields.access_mode };
}

/** `0086-13500000000`: country code and number. */
function splitMobile(mobile: string | undefined): { areacode?: string; phone?: string } {
  if (mobile === undefined) return {};
  if (mobile === '') return { areacode: '', phone: '' };
  const [areacode = '', phone = '', ...more] = mobile.split('-');
  if (more.length > 0) throw new ApiError('1104');
  return { areacode, phone };
}
