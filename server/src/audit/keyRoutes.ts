import { Type } from 'typebox';
import { ApiError } from '../errors/errors.js';
import { workspace } from '../http/declare.js';
import { callerOf, projectOf } from '../http/request.js';
import type { Server } from '../http/server.js';
import { type RotationParts, rotateSigningKey } from './rotateSigningKey.js';

const action = 'workspace:log:rotateKey';

/** `RotateSigningKey`: Deskplane's own. */
export function addKeyRoutes(app: Server, parts: RotationParts): void {
  app.post(
    '/v2/:project_id/log/keys',
    workspace('RotateSigningKey', 'Sign the log with a new key from now on', {
      description:
        'For the user of the account that this service was installed for: all accounts share the log. The old key ' +
        'stays published at /.well-known/jwks.json and what it signed stays valid; its private half is forgotten. ' +
        'Calling again makes another key.',
      answers: {
        201: Type.Object({
          kid: Type.String({ description: 'The new key: JWK thumbprint (RFC 7638).' }),
          retired_kid: Type.String(),
          rotated_at: Type.String(),
        }),
      },
    }),
    async (request, reply) => {
      const caller = callerOf(request);
      if (!caller.isRoot || !caller.isOperator) throw new ApiError('DPL.0403', [action]);
      const { current, retired, at } = await rotateSigningKey(parts, {
        projectId: projectOf(request),
        askedBy: caller.userId,
        requestId: request.id,
      });
      request.log.warn({ key: current, retired }, 'the signing key of the log was changed');
      return reply.code(201).send({ kid: current, retired_kid: retired, rotated_at: at.toISOString() });
    },
  );
}
