import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../access/caller.js';
import type { ListScope } from '../access/limitList.js';
import type { Operation } from '../access/permissions/table.js';
import type { Principal } from '../access/principal.js';
import { ApiError, type Language } from '../errors/errors.js';
import type { ProjectId } from '../ids.js';
import type { NotOffered } from './notOffered.js';
import type { RequestOrigin } from './origin/requestOrigin.js';

/** What a route says of itself; the hooks act on it, OpenAPI shows it. */
export interface RouteDeclaration {
  /** The operation's name in the API, for instance `DeleteDesktop`. What its callers need is in the table of permissions. */
  readonly operation: Operation;
  /** Routes that anyone may call: asking for a token, version discovery, health. */
  readonly anonymous?: boolean;
  /**
   * The route compares the account's revision in its own first reading, and asks {@link refreshCaller} when it is another one: the
   * caller need not be looked up as of now before.
   */
  readonly comparesRights?: boolean;
  /** The body is bytes, left as they are in `rawBody`; else it is JSON. */
  readonly takesBytes?: boolean;
  /** The body is a form with files: its parts by their names, each as bytes. */
  readonly takesForm?: boolean;
  /** Published fields of the body and parameters of the address that are refused by name. */
  readonly notOffered?: NotOffered;
  /** Which service speaks: decides the shape of errors (docs/reference/errors.md#shapes). */
  readonly family: ErrorFamily;
}

/** `workspace`: flat error_code body. `keystone`: nested `error`. `iam5`: flat, always with the request's id; `sts`: with codes of STS. */
export type ErrorFamily = 'workspace' | 'keystone' | 'iam5' | 'sts';

declare module 'fastify' {
  interface FastifyContextConfig {
    declaration?: RouteDeclaration;
  }
  interface FastifyRequest {
    /** Who sent it, as far as proxies may say so; `ip` and `protocol` of the framework know no proxies. */
    origin: RequestOrigin;
    /** The body exactly as sent, once it is read (bodies/): signatures cover it, on every method. */
    rawBody: Buffer;
    bodyIsRead: boolean;
    language: Language;
    /** Set once the request is authenticated; use {@link callerOf}. */
    principal: Principal | undefined;
    /** Set with {@link principal} on routes that are not anonymous. */
    caller: Caller | undefined;
    /** Asks once more who the caller is and what rights he has now; see {@link refreshCaller}. */
    refreshCaller: (() => Promise<Caller>) | undefined;
    /** What the caller may see of the list that the route answers; use {@link listScopeOf}. */
    listScope: ListScope | undefined;
    /** The project of the path, once it is known to be the caller's; use {@link projectOf}. */
    project: ProjectId | undefined;
  }
}

/** The authenticated caller of a route that is not anonymous. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === undefined)
    throw new ApiError('APIGW.0301', [{ en: 'no credentials', zh: '没有凭证' }]);
  return request.caller;
}

/**
 * The caller with the rights that he has now, for what is refused because rights have changed since the request came in (D12).
 * @throws {ApiError} 401 when the credential is no longer good, 503
 */
export async function refreshCaller(request: FastifyRequest): Promise<Caller> {
  if (request.refreshCaller === undefined)
    throw new ApiError('APIGW.0301', [{ en: 'no credentials', zh: '没有凭证' }]);
  return request.refreshCaller();
}

/** What the caller may see of a list; admission has asked for it. */
export function listScopeOf(request: FastifyRequest): ListScope {
  if (request.listScope === undefined) throw new Error(`The route ${request.url} is not declared as a list.`);
  return request.listScope;
}

/** The project of the path, proven to be one that the caller's credential is good for. */
export function projectOf(request: FastifyRequest): ProjectId {
  if (request.project === undefined) throw new ApiError('APIGW.0301', [{ en: 'no project', zh: '没有项目' }]);
  return request.project;
}

/** Answers 204 without a body. */
export async function noContent(reply: FastifyReply): Promise<FastifyReply> {
  return reply.code(204).send();
}
