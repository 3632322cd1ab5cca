import type { Static } from 'typebox';
import type { Caller } from '../../access/caller.js';
import { ApiError } from '../../errors/errors.js';
import { callerOf, noContent } from '../../http/request.js';
import { NoContent, workspaceErrors } from '../../http/schemas/common.js';
import type { Server } from '../../http/server.js';
import { authorizeOnUser, declareFlat } from '../identities/declareIdentity.js';
import { keystoneTime } from '../keystoneTime.js';
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

const tags = ['IAM'];
const path = '/v3.0/OS-CREDENTIAL/credentials';
const actions = {
  create: 'iam:credentials:createCredential',
  list: 'iam:credentials:listCredentials',
  get: 'iam:credentials:getCredential',
  update: 'iam:credentials:updateCredential',
  delete: 'iam:credentials:deleteCredential',
} as const;

/**
 * Access keys (docs/reference/tokens.md#access-keys). Everyone has those of his own in hand; for others' the action is asked
 * for.
 */
export function addCredentialRoutes(app: Server, parts: CredentialRouteParts): void {
  app.post(
    path,
    {
      config: declareFlat('CreatePermanentAccessKey'),
      schema: {
        summary: 'Make a permanent access key. Its secret is shown this once.',
        tags,
        body: NewCredential,
        response: { 201: CreatedCredential, ...workspaceErrors },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { user_id: userId = caller.userId, description = '' } = request.body.credential;
      authorizeChange(caller, actions.create, userId);
      const key = await createPermanentKey(parts, caller.domainId, userId, description);
      reply.code(201).header('cache-control', 'no-store');
      return { credential: { ...presentKey(key), secret: key.secret } };
    },
  );

  app.get(
    path,
    {
      config: declareFlat('ListPermanentAccessKeys'),
      schema: {
        summary: 'The permanent access keys of a user.',
        tags,
        querystring: CredentialQuery,
        response: { 200: CredentialList, ...workspaceErrors },
      },
    },
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
    {
      config: declareFlat('ShowPermanentAccessKey'),
      schema: {
        summary: 'One permanent access key, without its secret.',
        tags,
        params: CredentialPath,
        response: { 200: OneCredential, ...workspaceErrors },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const key = await findPermanentKey(parts, caller.domainId, request.params.access_key);
      authorizeOnUser(caller, key?.userId ?? '');
      return { credential: presentKey(present(key)) };
    },
  );

  app.put(
    `${path}/:access_key`,
    {
      config: declareFlat('UpdatePermanentAccessKey'),
      schema: {
        summary: 'Enable or disable a permanent access key, or describe it anew.',
        tags,
        params: CredentialPath,
        body: CredentialChanges,
        response: { 200: OneCredential, ...workspaceErrors },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const key = await findPermanentKey(parts, caller.domainId, request.params.access_key);
      authorizeChange(caller, actions.update, key?.userId ?? '');
      const { status, description } = request.body.credential;
      const changes = {
        ...(status === undefined ? {} : { enabled: status === 'active' }),
        ...(description === undefined ? {} : { description }),
      };
      return { credential: presentKey(present(await changePermanentKey(parts, present(key), changes))) };
    },
  );

  app.delete(
    `${path}/:access_key`,
    {
      config: declareFlat('DeletePermanentAccessKey'),
      schema: {
        summary: 'Delete a permanent access key. It is refused from then on.',
        tags,
        params: CredentialPath,
        response: { 204: NoContent, ...workspaceErrors },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const key = await findPermanentKey(parts, caller.domainId, request.params.access_key);
      authorizeChange(caller, actions.delete, key?.userId ?? '');
      if (!(await deletePermanentKey(parts, present(key)))) present(undefined);
      return noContent(reply);
    },
  );

  addSecurityTokenRoutes(app, parts);
}

/** A temporary key ends and may be narrowed: with it nothing can be made that is neither. */
function authorizeChange(caller: Caller, action: string, userId: string): void {
  if (caller.credential.kind === 'temporary') throw new ApiError('DPL.0403', [action]);
  authorizeOnUser(caller, userId);
}

function present(key: PermanentKey | undefined): PermanentKey {
  if (key === undefined) throw new ApiError('DPL.0404', ['credential']);
  return key;
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
