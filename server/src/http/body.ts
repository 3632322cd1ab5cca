import type { FastifyInstance } from 'fastify';
import { ApiError } from './errors.js';

/**
 * Keeps every body as the bytes that were sent and leaves parsing for later: a signature covers the bytes (also on GET,
 * where the official Node SDK sends `{}`), and nothing is parsed for a caller who is not authenticated. An empty body
 * with `Content-Type: application/json`, as Terraform sends on DELETE, is no body.
 */
export function keepBodiesRaw(app: FastifyInstance): void {
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  app.addHttpMethod('HEAD', { hasBody: true, overrideExisting: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    request.rawBody = Buffer.isBuffer(body) ? body : Buffer.from(body);
    done(null, undefined);
  });
}

/**
 * The JSON value of a raw body; undefined for an empty one.
 * @throws {ApiError} APIGW.0201 when it is not JSON, DPL.0415 when it says it is something else
 */
export function parseJsonBody(raw: Buffer, contentType: string | undefined): unknown {
  if (raw.length === 0) return undefined;
  if (contentType !== undefined && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType))
    throw new ApiError('DPL.0415');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
  } catch {
    throw new ApiError('APIGW.0201', ['the body is not valid JSON']);
  }
}
