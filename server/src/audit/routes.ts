import { Type } from 'typebox';
import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import { requireFound } from '../errors/requireFound.js';
import { flat } from '../http/declare.js';
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
    flat('ListSigningKeys', 'The public keys that receipts and log heads are signed with, retired ones too', {
      answers: { 200: Type.Object({ keys: Type.Array(PublicJwkBody) }) },
      anonymous: true,
    }),
    async () => ({ keys: await listPublicKeys(database) }),
  );
  app.get(
    '/log/head',
    flat('ShowLogHead', 'The newest signed head of the log', {
      description: 'Keep it: a later receipt can be held to it, and a log that was cut or changed shows.',
      answers: { 200: EnvelopeBody },
    }),
    async () => {
      const head = requireFound(await readHead(database), 'log head');
      return head.envelope;
    },
  );
  app.get(
    '/log/consistency',
    flat('ShowLogConsistency', 'Proof that the log has only grown between two sizes', {
      description: 'As in RFC 6962.',
      query: Type.Object({
        first: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
        second: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
      }),
      answers: { 200: Type.Object({ first: Type.Integer(), second: Type.Integer(), path: HashPath }) },
    }),
    async (request) => {
      const { first, second } = request.query;
      const size = (await readHead(database))?.size ?? 0;
      if (first > second)
        throw new ApiError('WKS.0001', [{ en: 'first is larger than second', zh: 'first大于second' }]);
      if (second > size)
        throw new ApiError('WKS.0001', [
          { en: `second is larger than the log, which has ${size}`, zh: `second超出日志的条目数${size}` },
        ]);
      const path = await proveConsistency(database, first, second);
      return { first, second, path: path.map((hash) => hash.toString('hex')) };
    },
  );
}
