import type { FastifyRequest } from 'fastify';
import { mayChange } from '../access/permissions/permission.js';
import { permissions } from '../access/permissions/table.js';
import type { Principal } from '../access/principal.js';
import { protectRoot } from '../access/protectRoot.js';
import { ApiError } from '../errors/errors.js';
import type { Gatekeeper } from '../http/admitRequests.js';
import type { ProjectId } from '../ids.js';
import type { AccessKeyParts } from './credentials/readAccessKey.js';
import { type AsOf, createPrincipalCache } from './principals/principalCache.js';
import { createProjectGate, type ProjectGate } from './principals/projectGate.js';
import { authenticateSession, createSessionGate, type SessionGate } from './sessions/authenticateSession.js';
import { hashSecret, pageRequestOf, requireShownTo, type SessionPlace } from './sessions/sessionRequest.js';
import {
  authenticateSignature,
  createSignatureGate,
  type SignatureParts,
} from './signatures/authenticateSignature.js';
import { authenticateProof, type StandingProof } from './standingProof.js';
import { authenticateToken, createTokenGate, type TokenGate } from './tokens/authenticateToken.js';

/** What a request is let in with; more for signatures. */
export interface GatekeeperParts extends AccessKeyParts {
  /** Undefined: no browser has a session. */
  readonly sessionPlace?: SessionPlace;
}

/** Also knows callers whose request is over. */
export interface StandingGatekeeper extends Gatekeeper {
  /** Who has proven himself so, with the rights that he has now (D12). @throws {ApiError} 401 */
  authenticateProof(proof: StandingProof): Promise<Principal>;
}

interface Gates {
  readonly tokens: TokenGate;
  readonly signatures: SignatureParts;
  readonly projects: ProjectGate;
  readonly sessions: SessionGate;
  readonly sessionPlace: SessionPlace | undefined;
}

/**
 * Lets in who sends a valid token (`X-Auth-Token`) or a valid request signature (`Authorization`), and pages of ours in the session
 * of their browser. When several are sent the first one alone decides: a request is never let in by its second credential.
 */
export function createGatekeeper(parts: GatekeeperParts): StandingGatekeeper {
  const principals = createPrincipalCache(parts.pool);
  const projects = createProjectGate(parts.pool);
  const gates: Gates = {
    tokens: createTokenGate(parts, principals),
    signatures: createSignatureGate({ ...parts, principals, projects }),
    projects,
    sessions: createSessionGate(parts.pool, principals, () => parts.ambient.serviceNow().getTime()),
    sessionPlace: parts.sessionPlace,
  };
  return {
    authenticate: async (request) => {
      const principal = await authenticate(gates, request);
      if (mayChangeRights(request)) principals.unsettle(principal.domainId);
      return principal;
    },
    admitToProject: (principal, projectId) => admitToProject(gates, principal, projectId),
    nameProject: (principal, projectId) => projects.nameOf(principal, projectId),
    protectRoot: (caller, call) => protectRoot(parts.pool, caller, call),
    authenticateProof: (proof) => authenticateProof(gates, parts, proof),
  };
}

const changesNothing = (method: string): boolean => method === 'GET' || method === 'HEAD';

/**
 * What changes something is let in as of now, unless its route sees to that with what it reads anyway. Whoever is asked once more
 * is asked as of now, whatever he does.
 */
function asOf({ method, routeOptions, caller }: FastifyRequest): AsOf {
  if (caller !== undefined) return 'now';
  const { declaration } = routeOptions.config;
  const reads = declaration === undefined || !mayChange(permissions[declaration.operation]);
  const comparesLater = declaration?.comparesRights === true;
  return (changesNothing(method) && reads) || comparesLater ? 'recent' : 'now';
}

/** Everything that changes users, keys, policies or projects, or ends a session, is below these paths. */
function mayChangeRights({ method, routeOptions }: FastifyRequest): boolean {
  return (
    !changesNothing(method) && /^\/(?:v3|v3\.0|v5|console\/api|_deskplane)\//.test(routeOptions.url ?? '')
  );
}

async function authenticate(gates: Gates, request: FastifyRequest): Promise<Principal> {
  const token = request.headers['x-auth-token'];
  if (typeof token === 'string' && token !== '') {
    return authenticateToken(gates.tokens, token, asOf(request));
  }
  const authorization = request.headers.authorization;
  if (authorization !== undefined && authorization !== '') {
    return authenticateSignature(gates.signatures, request, authorization, asOf(request));
  }
  const page = gates.sessionPlace && pageRequestOf(request, gates.sessionPlace);
  if (page?.secret !== undefined) {
    const hash = hashSecret(page.secret);
    const principal = await authenticateSession(gates.sessions, hash, asOf(request), page.background);
    requireShownTo(page, principal.userId);
    requireOwnPassword(principal, request);
    return principal;
  }
  throw new ApiError('APIGW.0301', [
    { en: 'X-Auth-Token or a request signature is required', zh: '须提供X-Auth-Token或请求签名' },
  ]);
}

const beforeOwnPassword: ReadonlySet<string> = new Set(['KeystoneUpdateUserPassword', 'Logout']);

/** Who was given a password that he has to replace does that first, in the console. @throws {ApiError} DPL.0403 */
function requireOwnPassword({ credential }: Principal, { routeOptions }: FastifyRequest): void {
  if (credential.kind !== 'session' || !credential.mustChangePassword) return;
  if (beforeOwnPassword.has(routeOptions.config.declaration?.operation ?? '')) return;
  throw new ApiError('DPL.0403', [passwordFirst]);
}

const passwordFirst = {
  en: 'anything before you have chosen a password of your own',
  zh: '其他操作（请先设置自己的密码）',
};

/** A token is good for the project that it was asked for; a signature and a session for every project of the account. */
async function admitToProject(gates: Gates, principal: Principal, projectId: string): Promise<ProjectId> {
  // Clients that were not told their project leave its place empty.
  if (projectId === '') throw new ApiError('APIGW.0301', [noProject]);
  const { credential } = principal;
  if (credential.kind === 'token') {
    if (credential.scope.kind !== 'project') {
      throw new ApiError('APIGW.0301', [{ en: 'the token is not for a project', zh: 'token的范围不是项目' }]);
    }
    // That this project is the account's and enabled was part of reading the token.
    if (credential.scope.projectId === projectId) return credential.scope.projectId;
    throw foreignProject();
  }
  const own = await gates.projects.findOwn(principal, projectId);
  if (own === undefined) throw foreignProject();
  return own;
}

const noProject = {
  en: 'the path names no project: give the client its region and project ID',
  zh: '路径中没有项目ID：请为客户端设置区域和项目ID',
};

const foreignProject = (): ApiError =>
  new ApiError('APIGW.0301', [
    { en: 'the credential is not good for the project in the path', zh: '凭证不适用于路径中的项目' },
  ]);
