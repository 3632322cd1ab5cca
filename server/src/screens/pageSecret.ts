import type { FastifyRequest } from 'fastify';
import { ApiError } from '../errors/errors.js';
import { isSameOrigin } from '../http/origin/sameOrigin.js';
import { endpointOf, type LinkParts } from '../iam/keystone/endpoint.js';

/** A header, since addresses get into logs. No page elsewhere can send it: browsers would ask us first. */
const secretHeader = 'x-deskplane-screen';
const secretForm = /^[\w-]{43}$/;

/**
 * The secret of the page that makes a call.
 * @throws {ApiError} APIGW.0301 without one; DPL.4033 for a page of another origin
 */
export function pageSecretOf(request: FastifyRequest, parts: LinkParts): string {
  const secret = request.headers[secretHeader];
  if (typeof secret !== 'string' || !secretForm.test(secret)) throw nobodysSecret();
  // Browsers name the origin of whatever another page could cause, and leave it out of what their own page only reads.
  const reads = request.method === 'GET' && request.headers.origin === undefined;
  if (!reads && !isSameOrigin(request.headers.origin, endpointOf(request, parts)))
    throw new ApiError('DPL.4033');
  return secret;
}

/** Nobody is known by it, or no longer. */
export function nobodysSecret(): ApiError {
  return new ApiError('APIGW.0301', [
    { en: 'the page has no secret of a screen, or one that has ended', zh: '页面没有有效的画面密钥' },
  ]);
}
