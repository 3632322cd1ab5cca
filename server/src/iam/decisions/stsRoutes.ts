import { Type } from 'typebox';
import { maxMessageLength } from '../../access/authorizationMessages/authorizationMessage.js';
import type { EncodeParts } from '../../access/authorizationMessages/encryptAuthorizationMessage.js';
import { ApiError } from '../../errors/errors.js';
import { sts, workspace } from '../../http/declare.js';
import { callerOf } from '../../http/request.js';
import type { Server } from '../../http/server.js';
import { decodeAuthorizationMessage } from './decodeAuthorizationMessage.js';

const Message = Type.Object({
  encoded_message: Type.String({
    minLength: 1,
    maxLength: maxMessageLength,
    description: 'The `encoded_authorization_message` of a 403.',
  }),
});

/** Opening encrypted authorization messages, and changing their keys. */
export function addStsRoutes(app: Server, parts: EncodeParts): void {
  app.post(
    '/v5/decode-authorization-message',
    sts('DecodeAuthorizationMessage', 'Decode why a call of a user of the account was refused.', {
      description:
        'A message can be decoded for 24 hours. One of another account, a changed and an expired one are refused in the same words.',
      body: Message,
      answers: {
        200: Type.Object({
          decoded_message: Type.String({
            maxLength: maxMessageLength,
            description: 'A JSON document as text: begins with `context.user_profile`, ends with `failure`.',
          }),
        }),
      },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const decoded = await decodeAuthorizationMessage(parts, domainId, request.body.encoded_message);
      if (decoded === undefined) throw new ApiError('STS5.1002');
      return { decoded_message: decoded };
    },
  );

  app.post(
    '/v2/:project_id/authorization-message-keys',
    workspace(
      'RotateAuthorizationMessageKey',
      'Encrypt authorization messages with a new key from now on (only the account that runs the service).',
      {
        description: 'What older keys encrypted can be decoded until it expires; then its key is removed.',
        answers: {
          201: Type.Object({
            key_id: Type.String(),
            older_expire_at: Type.String({
              description: 'From then on no message of an older key can be decoded.',
            }),
          }),
        },
      },
    ),
    async (request, reply) => {
      const { isRoot, isOperator } = callerOf(request);
      // It concerns every account, so that no account's policies give it away.
      if (!isRoot || !isOperator) {
        throw new ApiError('DPL.0403', ['sts::rotateAuthorizationMessageKey']);
      }
      const { keyId, olderExpireAt } = await parts.keys.rotate();
      reply.code(201);
      return { key_id: keyId, older_expire_at: olderExpireAt.toISOString() };
    },
  );
}
