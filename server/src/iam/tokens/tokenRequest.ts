import type { Static } from 'typebox';
import { ApiError, type ErrorArgument } from '../../errors/errors.js';
import type { TokenRequestBody } from './schemas.js';

/** By id or by name; ids win. */
export type Reference =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'name'; readonly name: string };

export type UserReference =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'name'; readonly name: string; readonly domain: Reference };

export type RequestedScope =
  /** `domain` undefined: the user's own account. */
  | { readonly kind: 'project'; readonly project: Reference; readonly domain: Reference | undefined }
  /** `domain` undefined: the user's own account, as when nothing is asked for. */
  | { readonly kind: 'domain'; readonly domain: Reference | undefined }
  | { readonly kind: 'none' };

export type Proof =
  | { readonly method: 'password'; readonly user: UserReference; readonly password: string }
  | { readonly method: 'token'; readonly token: string };

export interface TokenRequest {
  readonly proof: Proof;
  readonly scope: RequestedScope;
}

type Auth = Static<typeof TokenRequestBody>['auth'];
type Named = { readonly id?: string; readonly name?: string };

/**
 * Understands a token request (docs/reference/tokens.md#getting-a-token). Asking for a project and an account gives the project.
 * @throws {ApiError} WKS.0001 naming what is missing or not supported
 */
export function parseTokenRequest(auth: Auth): TokenRequest {
  return { proof: parseProof(auth.identity), scope: parseScope(auth.scope) };
}

function parseProof({ methods, password, token }: Auth['identity']): Proof {
  const [method] = methods;
  if (methods.length !== 1 || (method !== 'password' && method !== 'token')) {
    throw invalid({
      en: 'auth.identity.methods must be ["password"] or ["token"]',
      zh: 'auth.identity.methods应为["password"]或["token"]',
    });
  }
  if (method === 'token') {
    if (token === undefined)
      throw invalid({ en: 'auth.identity.token is missing', zh: '缺少auth.identity.token' });
    return { method, token: token.id };
  }
  if (password === undefined)
    throw invalid({ en: 'auth.identity.password is missing', zh: '缺少auth.identity.password' });
  const { user } = password;
  return { method, user: parseUser(user), password: user.password };
}

function parseUser(user: Named & { readonly domain?: Named }): UserReference {
  const reference = parseReference(user, 'auth.identity.password.user');
  if (reference.by === 'id') return reference;
  if (user.domain === undefined)
    throw invalid({
      en: 'auth.identity.password.user.domain is missing',
      zh: '缺少auth.identity.password.user.domain',
    });
  return { ...reference, domain: parseReference(user.domain, 'auth.identity.password.user.domain') };
}

function parseScope(scope: Auth['scope']): RequestedScope {
  if (scope === undefined || scope === null) return { kind: 'domain', domain: undefined };
  if (scope === 'unscoped') return { kind: 'none' };
  if (scope.project !== undefined) {
    const { domain } = scope.project;
    return {
      kind: 'project',
      project: parseReference(scope.project, 'auth.scope.project'),
      domain: domain === undefined ? undefined : parseReference(domain, 'auth.scope.project.domain'),
    };
  }
  if (scope.domain !== undefined) {
    return { kind: 'domain', domain: parseReference(scope.domain, 'auth.scope.domain') };
  }
  if (scope.unscoped !== undefined) return { kind: 'none' };
  if (scope.system !== undefined || scope['OS-TRUST:trust'] !== undefined) {
    throw invalid({ en: 'auth.scope must be a project or a domain', zh: 'auth.scope应为项目或账号' });
  }
  return { kind: 'domain', domain: undefined };
}

function parseReference({ id, name }: Named, field: string): Reference {
  if (id !== undefined) return { by: 'id', id };
  if (name !== undefined) return { by: 'name', name };
  throw invalid({ en: `${field} needs an id or a name`, zh: `${field}须有id或name` });
}

function invalid(reason: ErrorArgument): ApiError {
  return new ApiError('WKS.0001', [reason]);
}
