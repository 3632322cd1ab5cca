import type { FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import type { Caller } from '../../access/caller.js';
import { permissions } from '../../access/permissions/table.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import { flat } from '../../http/declare.js';
import { callerOf, noContent } from '../../http/request.js';
import { NoContent } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { authorizeOnUser } from '../identities/authorizeOnUser.js';
import { keystoneTime } from '../keystone/keystoneTime.js';
import {
  changePermanentKey,
  createPermanentKey,
  deletePermanentKey,
  findPermanentKey,
  listPermanentKeys,
  type PermanentKey,
  type PermanentKeyParts,
} from './permanentAccessKeys.js';
import {
  CreatedCredential,
  type CredentialBody,
  CredentialChanges,
  CredentialList,
  CredentialPath,
  CredentialQuery,
  NewCredential,
  OneCredential,
} from './schemas.js';
import { addSecurityTokenRoutes, type SecurityTokenParts } from './securityTokenRoutes.js';

export type CredentialRouteParts = PermanentKeyParts & SecurityTokenParts;

const path = '/v3.0/OS-CREDENTIAL/credentials';

/**
 * Access keys (docs/reference/tokens.md#access-keys). Everyone has those of his own in hand; for others' the action is asked
 * for.
 */
export function addCredentialRoutes(app: Server, parts: CredentialRouteParts): void {
  app.post(
    path,
    flat('CreatePermanentAccessKey', 'Make a permanent access key. Its secret is shown this once.', {
      body: NewCredential,
      answers: { 201: CreatedCredential },
    }),
    async (request, reply) => {
      const caller = callerOf(request);
      const { user_id: userId = caller.userId, description = '' } = request.body.credential;
      authorizeChange(caller, userId);
      const key = await createPermanentKey(parts, caller.domainId, userId, description);
      reply.code(201);
      return { credential: { ...presentKey(key), secret: key.secret } };
    },
  );

  app.get(
    path,
    flat('ListPermanentAccessKeys', 'The permanent access keys of a user.', {
      query: CredentialQuery,
      answers: { 200: CredentialList },
    }),
    async (request) => {
      const caller = callerOf(request);
      const { user_id: userId = caller.userId } = request.query;
      authorizeOnUser(caller, userId);
      const keys = await listPermanentKeys(parts, caller.domainId, userId);
      return { credentials: keys.map(presentKey) };
    },
  );

  app.get(
    `${path}/:access_key`,
    flat('ShowPermanentAccessKey', 'One permanent access key, without its secret.', {
      path: CredentialPath,
      answers: { 200: OneCredential },
    }),
    async (request) => {
      const key = await findAuthorizedKey(parts, request, authorizeOnUser);
      return { credential: presentKey(key) };
    },
  );

  app.put(
    `${path}/:access_key`,
    flat('UpdatePermanentAccessKey', 'Enable or disable a permanent access key, or describe it anew.', {
      path: CredentialPath,
      body: CredentialChanges,
      answers: { 200: OneCredential },
    }),
    async (request) => {
      const key = await findAuthorizedKey(parts, request, authorizeChange);
      const { status, description } = request.body.credential;
      const changes = {
        ...(status === undefined ? {} : { enabled: status === 'active' }),
        ...(description === undefined ? {} : { description }),
      };
      const changed = requireFound(await changePermanentKey(parts, key, changes), 'credential');
      return { credential: presentKey(changed) };
    },
  );

  app.delete(
    `${path}/:access_key`,
    flat('DeletePermanentAccessKey', 'Delete a permanent access key. It is refused from then on.', {
      path: CredentialPath,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const key = await findAuthorizedKey(parts, request, authorizeChange);
      if (!(await deletePermanentKey(parts, key))) throw new ApiError('DPL.0404', ['credential']);
      return noContent(reply);
    },
  );

  addSecurityTokenRoutes(app, parts);
}

/** A temporary key ends and may be narrowed: with it nothing can be made that is neither. */
function authorizeChange(caller: Caller, userId: string): void {
  const { action = '' } = permissions[caller.context.operation];
  if (caller.credential.kind === 'temporary') throw new ApiError('DPL.0403', [action]);
  authorizeOnUser(caller, userId);
}

/**
 * The key that a request names: first the right to what is its user's, only then the existence.
 * @throws {ApiError} IAM.0003, DPL.0403, DPL.0404
 */
async function findAuthorizedKey(
  parts: PermanentKeyParts,
  request: FastifyRequest<{ Params: { access_key: string } }>,
  authorizeOn: (caller: Caller, userId: string) => void,
): Promise<PermanentKey> {
  const caller = callerOf(request);
  const key = await findPermanentKey(parts, caller.domainId, request.params.access_key);
  authorizeOn(caller, key?.userId ?? '');
  return requireFound(key, 'credential');
}

function presentKey(key: PermanentKey): Static<typeof CredentialBody> {
  return {
    access: key.accessKey,
    user_id: key.userId,
    status: key.enabled ? 'active' : 'inactive',
    create_time: keystoneTime(key.createdAt),
    description: key.description,
  };
}
