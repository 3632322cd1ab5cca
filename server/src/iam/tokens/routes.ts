import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { ApiError } from '../../errors/errors.js';
import { keystone } from '../../http/declare.js';
import { callerOf, noContent } from '../../http/request.js';
import { NoContent } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { endpointOf, type LinkParts } from '../keystone/endpoint.js';
import { type IssueTokenParts, issueToken } from './issueToken.js';
import { readToken, type TokenRecord } from './readToken.js';
import { CatalogBody, TokenBody, TokenRequestBody } from './schemas.js';
import { type CatalogEntry, catalogOf } from './serviceCatalog.js';
import { tokenBody } from './tokenBody.js';
import { parseTokenRequest } from './tokenRequest.js';

export interface TokenRouteParts extends IssueTokenParts, LinkParts {
  readonly region: string;
}

const CatalogQuery = Type.Object({
  nocatalog: Type.Optional(Type.Unknown({ description: 'Present with any value: an empty catalog.' })),
});

export function addTokenRoutes(app: Server, parts: TokenRouteParts): void {
  const catalogFor = (
    request: FastifyRequest<{ Querystring: { nocatalog?: unknown } }>,
    record: TokenRecord,
  ): CatalogEntry[] => {
    if (request.query.nocatalog !== undefined) return [];
    const projectId = record.scope.kind === 'project' ? record.scope.projectId : undefined;
    return catalogOf({ endpoint: endpointOf(request, parts), region: parts.region, projectId });
  };

  app.post(
    '/v3/auth/tokens',
    keystone(
      'KeystoneCreateToken',
      'Get a token for a password or another token. It is in the header X-Subject-Token.',
      {
        query: CatalogQuery,
        body: TokenRequestBody,
        notOffered: { 'auth.identity.totp': [] },
        answers: { 201: TokenBody },
        anonymous: true,
      },
    ),
    async (request, reply) => {
      const { token, record } = await issueToken(
        parts,
        parseTokenRequest(request.body.auth),
        request.origin.address,
      );
      reply.code(201).header('x-subject-token', token);
      return tokenBody(record, catalogFor(request, record));
    },
  );

  app.get(
    '/v3/auth/tokens',
    keystone('KeystoneValidateToken', 'Validate and show the token in X-Subject-Token.', {
      query: CatalogQuery,
      answers: { 200: TokenBody },
    }),
    async (request, reply) => {
      const record = await subjectOf(parts, request);
      reply.header('x-subject-token', subjectHeader(request));
      return tokenBody(record, catalogFor(request, record));
    },
  );

  app.delete(
    '/v3/auth/tokens',
    keystone('KeystoneRevokeToken', 'Revoke the token in X-Subject-Token.', { answers: { 204: NoContent } }),
    async (request, reply) => {
      const { hash } = await subjectOf(parts, request);
      await parts.pool.query('delete from tokens where token_hash = $1', [hash]);
      return noContent(reply);
    },
  );

  app.get(
    '/v3/auth/catalog',
    keystone('KeystoneListAuthCatalog', 'The services that the caller can reach.', {
      answers: { 200: Type.Object({ catalog: CatalogBody, links: Type.Object({ self: Type.String() }) }) },
    }),
    async (request) => {
      const { credential } = callerOf(request);
      const inProject = credential.kind === 'token' && credential.scope.kind === 'project';
      const endpoint = endpointOf(request, parts);
      const projectId = inProject ? credential.scope.projectId : undefined;
      return {
        catalog: catalogOf({ endpoint, region: parts.region, projectId }),
        links: { self: `${endpoint}/v3/auth/catalog` },
      };
    },
  );
}

function subjectHeader(request: FastifyRequest): string {
  const header = request.headers['x-subject-token'];
  if (typeof header !== 'string' || header === '')
    throw new ApiError('WKS.0001', [{ en: 'X-Subject-Token is missing', zh: '缺少X-Subject-Token' }]);
  return header;
}

/**
 * The token that a request is about. Users see their own, the account itself those of its users; every other one looks like
 * one that never was (S16).
 */
async function subjectOf(parts: TokenRouteParts, request: FastifyRequest): Promise<TokenRecord> {
  const caller = callerOf(request);
  const reading = await readToken(parts, subjectHeader(request));
  if (reading.state === 'valid') {
    const { principal } = reading.record;
    const ownAccount = caller.isRoot && principal.domainId === caller.domainId;
    if (principal.userId === caller.userId || ownAccount) return reading.record;
  }
  throw new ApiError('DPL.0404', [{ en: 'subject token', zh: 'X-Subject-Token中的token' }]);
}
