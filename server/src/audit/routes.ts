import { Type } from 'typebox';
import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import { workspaceErrors } from '../http/schemas/common.js';
import type { Server } from '../http/server.js';
import { proveConsistency, readHead } from './readLog.js';
import { EnvelopeBody, HashPath, PublicJwkBody } from './schemas.js';
import { listPublicKeys } from './signingKeys.js';

export interface LogRouteParts {
  readonly database: Database;
}

/** The keys, which anyone may fetch, and the log's head and history, for any caller who is known. */
export function addLogRoutes(app: Server, { database }: LogRouteParts): void {
  app.get(
    '/.well-known/jwks.json',
    {
      config: { declaration: { operation: 'ListSigningKeys', anonymous: true, family: 'workspace' } },
      schema: {
        summary: 'The public keys that receipts and log heads are signed with, retired ones too',
        tags: ['Log'],
        response: { 200: Type.Object({ keys: Type.Array(PublicJwkBody) }), ...workspaceErrors },
      },
    },
    async () => ({ keys: await listPublicKeys(database) }),
  );
  app.get(
    '/log/head',
    {
      config: { declaration: { operation: 'ShowLogHead', family: 'workspace' } },
      schema: {
        summary: 'The newest signed head of the log',
        description: 'Keep it: a later receipt can be held to it, and a log that was cut or changed shows.',
        tags: ['Log'],
        response: { 200: EnvelopeBody, ...workspaceErrors },
      },
    },
    async () => {
      const head = await readHead(database);
      if (head === undefined) throw new ApiError('DPL.0404', ['log head']);
      return head.envelope;
    },
  );
  app.get(
    '/log/consistency',
    {
      config: { declaration: { operation: 'ShowLogConsistency', family: 'workspace' } },
      schema: {
        summary: 'Proof that the log has only grown between two sizes',
        description: 'As in RFC 6962.',
        tags: ['Log'],
        querystring: Type.Object({
          first: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
          second: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
        }),
        response: {
          200: Type.Object({ first: Type.Integer(), second: Type.Integer(), path: HashPath }),
          ...workspaceErrors,
        },
      },
    },
    async (request) => {
      const { first, second } = request.query;
      const size = (await readHead(database))?.size ?? 0;
      if (first > second) throw new ApiError('WKS.0001', ['first is larger than second']);
      if (second > size) throw new ApiError('WKS.0001', [`second is larger than the log, which has ${size}`]);
      const path = await proveConsistency(database, first, second);
      return { first, second, path: path.map((hash) => hash.toString('hex')) };
    },
  );
}
