import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../errors/errors.js';
import { flat } from '../../http/declare.js';
import { countProof, type ProofLimits } from '../../http/limits/requestLimits.js';
import type { Server } from '../../http/server.js';
import { keystoneTime } from '../keystone/keystoneTime.js';
import { readToken, type TokenRecord } from '../tokens/readToken.js';
import { issueTemporaryAccessKey, type TemporaryKeyParts } from './issueTemporaryAccessKey.js';
import { SecurityTokenRequest, TemporaryCredential } from './schemas.js';

export type SecurityTokenParts = TemporaryKeyParts & {
  /** Undefined: tokens that prove nothing are not counted. */
  readonly proofs?: ProofLimits | undefined;
};

const defaultSeconds = 900;

/**
 * Temporary access keys (docs/reference/tokens.md#access-keys). Only a token proves who asks: clients send it in the body, the
 * header, or both.
 */
export function addSecurityTokenRoutes(app: Server, parts: SecurityTokenParts): void {
  app.post(
    '/v3.0/OS-CREDENTIAL/securitytokens',
    flat('CreateTemporaryAccessKeyByToken', 'Get a temporary access key for a token.', {
      body: SecurityTokenRequest,
      answers: { 201: TemporaryCredential },
      anonymous: true,
    }),
    async (request, reply) => {
      const { methods, token, policy } = request.body.auth.identity;
      if (methods.some((method) => /assume_role/.test(method))) throw new ApiError('WKS.0001', [noAgencies]);
      if (methods.length !== 1 || methods[0] !== 'token') throw new ApiError('WKS.0001', [tokenOnly]);
      const record = await countProof(parts.proofs, request.origin.address, () =>
        proveByToken(parts, request, token?.id),
      );
      parts.proofs?.right(record.principal.userId, 'CreateTemporaryAccessKeyByToken');
      // For whoever notes what was done by whom.
      request.principal = record.principal;
      const seconds = token?.duration_seconds ?? defaultSeconds;
      const key = await issueTemporaryAccessKey(parts, record, seconds, policy);
      reply.code(201);
      return {
        credential: {
          access: key.access,
          secret: key.secret,
          securitytoken: key.securityToken,
          expires_at: keystoneTime(key.expiresAt),
        },
      };
    },
  );
}

/** The token in the body; without one that in the header. A wrong one in the body is not made good by the header's. */
async function proveByToken(
  parts: SecurityTokenParts,
  request: FastifyRequest,
  inBody: string | undefined,
): Promise<TokenRecord> {
  const header = request.headers['x-auth-token'];
  const token = inBody ?? (typeof header === 'string' ? header : '');
  if (token === '') throw new ApiError('APIGW.0301', [noToken]);
  const reading = await readToken(parts, token);
  if (reading.state === 'expired') throw new ApiError('APIGW.0307');
  if (reading.state === 'unknown')
    throw new ApiError('APIGW.0301', [{ en: 'the token is not valid', zh: 'token无效' }]);
  return reading.record;
}

const noToken = {
  en: 'X-Auth-Token or auth.identity.token.id is required',
  zh: '未提供X-Auth-Token或auth.identity.token.id',
};
const noAgencies = {
  en: 'assume_role is not supported: agencies do not exist. Use the method "token".',
  zh: '不支持assume_role（没有委托），请使用token方式。',
};
const tokenOnly = {
  en: 'auth.identity.methods must be ["token"]',
  zh: 'auth.identity.methods必须为["token"]',
};
