import type { FastifyRequest } from 'fastify';
import { ApiError } from '../http/errors.js';
import type { Gatekeeper } from '../http/guard.js';
import type { DomainId, ProjectId } from '../ids.js';
import { authenticateSignature, type SignatureParts } from './authenticateSignature.js';
import type { Principal } from './principal.js';
import { readToken } from './tokens/readToken.js';

/**
 * Lets in who sends a valid token (`X-Auth-Token`) or a valid request signature (`Authorization`). When both are sent the
 * token alone decides: a request is never let in by its second credential.
 */
export function createGatekeeper(parts: SignatureParts): Gatekeeper {
  return {
    authenticate: (request) => authenticate(parts, request),
    enterProject: (principal, projectId) => enterProject(parts, principal, projectId),
  };
}

async function authenticate(parts: SignatureParts, request: FastifyRequest): Promise<Principal> {
  const token = request.headers['x-auth-token'];
  if (typeof token === 'string' && token !== '') return authenticateToken(parts, token);
  const authorization = request.headers.authorization;
  if (authorization !== undefined && authorization !== '') {
    return authenticateSignature(parts, request, authorization);
  }
  throw new ApiError('APIGW.0301', ['neither X-Auth-Token nor a request signature was sent']);
}

async function authenticateToken(parts: SignatureParts, token: string): Promise<Principal> {
  const reading = await readToken(parts, token);
  if (reading.state === 'expired') throw new ApiError('APIGW.0307');
  if (reading.state === 'unknown') throw new ApiError('APIGW.0301', ['the token is not valid']);
  return reading.record.principal;
}

/** A token is good for the project that it was asked for; a signature for every project of the key's account. */
async function enterProject(
  parts: SignatureParts,
  principal: Principal,
  projectId: string,
): Promise<ProjectId> {
  const { credential } = principal;
  if (credential.kind === 'token') {
    if (credential.scope.kind !== 'project') {
      throw new ApiError('APIGW.0301', ['the token is not for a project']);
    }
    // That this project is the account's and enabled was part of reading the token.
    if (credential.scope.projectId === projectId) return credential.scope.projectId;
    throw foreignProject();
  }
  const own = await findOwnProject(parts, principal.domainId, projectId);
  if (own === undefined) throw foreignProject();
  return own;
}

async function findOwnProject(
  { pool }: SignatureParts,
  domainId: DomainId,
  projectId: string,
): Promise<ProjectId | undefined> {
  if (!/^[\w-]{1,64}$/.test(projectId)) return undefined;
  const { rows } = await pool.query<{ id: ProjectId }>({
    name: 'iam-own-project',
    text: 'select id from projects where id = $1 and domain_id = $2 and enabled',
    values: [projectId, domainId],
  });
  return rows[0]?.id;
}

const foreignProject = (): ApiError =>
  new ApiError('APIGW.0301', ['the credential is not good for the project in the path']);
