import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Operation } from '../../access/permissions/table.js';
import { ApiError } from '../../errors/errors.js';
import { callerOf, noContent, type RouteDeclaration } from '../../http/request.js';
import { keystoneErrors, NoContent } from '../../http/schemas/common.js';
import type { Server } from '../../http/server.js';
import { endpointOf } from '../endpoint.js';
import { type IssueTokenParts, issueToken } from './issueToken.js';
import { readToken, type TokenRecord } from './readToken.js';
import { CatalogBody, TokenBody, TokenRequestBody } from './schemas.js';
import { type CatalogEntry, catalogOf } from './serviceCatalog.js';
import { tokenBody } from './tokenBody.js';
import { parseTokenRequest } from './tokenRequest.js';

export interface TokenRouteParts extends IssueTokenParts {
  readonly region: string;
  /** Address for links; undefined: the one that the caller asked. */
  readonly endpoint?: string | undefined;
}

const tags = ['IAM'];
const CatalogQuery = Type.Object({
  nocatalog: Type.Optional(Type.Unknown({ description: 'Present with any value: an empty catalog.' })),
});
const declare = (operation: Operation): { declaration: RouteDeclaration } => ({
  declaration: { operation, family: 'keystone' },
});

export function addTokenRoutes(app: Server, parts: TokenRouteParts): void {
  const catalogFor = (
    request: FastifyRequest<{ Querystring: { nocatalog?: unknown } }>,
    record: TokenRecord,
  ): CatalogEntry[] => {
    if (request.query.nocatalog !== undefined) return [];
    const projectId = record.scope.kind === 'project' ? record.scope.projectId : undefined;
    return catalogOf({ endpoint: endpointOf(request, parts.endpoint), region: parts.region, projectId });
  };

  app.post(
    '/v3/auth/tokens',
    {
      config: { declaration: { operation: 'KeystoneCreateToken', anonymous: true, family: 'keystone' } },
      schema: {
        summary: 'Get a token for a password or another token. It is in the header X-Subject-Token.',
        tags,
        querystring: CatalogQuery,
        body: TokenRequestBody,
        response: { 201: TokenBody, ...keystoneErrors },
      },
    },
    async (request, reply) => {
      const { token, record } = await issueToken(
        parts,
        parseTokenRequest(request.body.auth),
        request.origin.address,
      );
      reply.code(201).header('x-subject-token', token).header('cache-control', 'no-store');
      return tokenBody(record, catalogFor(request, record));
    },
  );

  app.get(
    '/v3/auth/tokens',
    {
      config: declare('KeystoneValidateToken'),
      schema: {
        summary: 'Validate and show the token in X-Subject-Token.',
        tags,
        querystring: CatalogQuery,
        response: { 200: TokenBody, ...keystoneErrors },
      },
    },
    async (request, reply) => {
      const record = await subjectOf(parts, request);
      reply.header('x-subject-token', subjectHeader(request));
      return tokenBody(record, catalogFor(request, record));
    },
  );

  app.delete(
    '/v3/auth/tokens',
    {
      config: declare('KeystoneRevokeToken'),
      schema: {
        summary: 'Revoke the token in X-Subject-Token.',
        tags,
        response: { 204: NoContent, ...keystoneErrors },
      },
    },
    async (request, reply) => {
      const { hash } = await subjectOf(parts, request);
      await parts.pool.query('delete from tokens where token_hash = $1', [hash]);
      return noContent(reply);
    },
  );

  app.get(
    '/v3/auth/catalog',
    {
      config: declare('KeystoneListAuthCatalog'),
      schema: {
        summary: 'The services that the caller can reach.',
        tags,
        response: {
          200: Type.Object({ catalog: CatalogBody, links: Type.Object({ self: Type.String() }) }),
          ...keystoneErrors,
        },
      },
    },
    async (request) => {
      const { credential } = callerOf(request);
      const inProject = credential.kind === 'token' && credential.scope.kind === 'project';
      const endpoint = endpointOf(request, parts.endpoint);
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
    throw new ApiError('WKS.0001', ['X-Subject-Token is missing']);
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
  throw new ApiError('DPL.0404', ['subject token']);
}
