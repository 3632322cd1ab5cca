import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../iam/principal.js';
import type { ProjectId } from '../ids.js';
import { ApiError, type Language } from './errors.js';

/** What a route says of itself; the hooks act on it, OpenAPI shows it. */
export interface RouteDeclaration {
  /** The operation's name in the API, for instance `DeleteDesktop`. */
  readonly operation: string;
  /** The IAM action that a caller needs (api-facts §8.3); undefined: authentication alone decides, or not even that. */
  readonly action?: string;
  /** What the action is on. Routes with one ask for authorisation themselves, once they have read it. */
  readonly resource?: 'desktop' | 'user';
  /** Routes that anyone may call: asking for a token, version discovery, health. */
  readonly anonymous?: boolean;
  /** Which service speaks: decides the shape of errors (api-facts §4.1). */
  readonly family: ErrorFamily;
}

/** `workspace`: flat error_code body. `keystone`: nested `error`. `plain`: the service's own pages. */
export type ErrorFamily = 'workspace' | 'keystone';

declare module 'fastify' {
  interface FastifyContextConfig {
    declaration?: RouteDeclaration;
  }
  interface FastifyRequest {
    /** The body exactly as sent: signatures cover it, on every method. */
    rawBody: Buffer;
    language: Language;
    /** Set once the request is authenticated; use {@link callerOf}. */
    principal: Principal | undefined;
    /** The project of the path, once it is known to be the caller's; use {@link projectOf}. */
    project: ProjectId | undefined;
  }
}

/** The authenticated caller of a route that is not anonymous. */
export function callerOf(request: FastifyRequest): Principal {
  if (request.principal === undefined) throw new ApiError('APIGW.0301', ['no credentials']);
  return request.principal;
}

/** The project of the path, proven to be one that the caller's credential is good for. */
export function projectOf(request: FastifyRequest): ProjectId {
  if (request.project === undefined) throw new ApiError('APIGW.0301', ['no project']);
  return request.project;
}

/** Answers 204 without a body. */
export async function noContent(reply: FastifyReply): Promise<FastifyReply> {
  return reply.code(204).send();
}
