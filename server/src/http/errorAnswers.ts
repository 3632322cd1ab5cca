import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AccessDenied } from '../access/accessDenied.js';
import type { EncryptAuthorizationMessage } from '../access/authorizationMessages/encryptAuthorizationMessage.js';
import { databaseTrouble } from '../database/databaseTrouble.js';
import { ApiError, describeError, type ErrorArgument, type RequestPart } from '../errors/errors.js';
import { languageOf } from '../errors/language.js';
import { stsCodeOf } from '../errors/stsErrors.js';
import { answerHeaders } from './answerHeaders.js';
import { leaveBody } from './bodies/readBody.js';
import { RequestTooLarge } from './limits/requestSizes.js';
import { TooManyRequests } from './limits/tooManyRequests.js';
import type { ErrorFamily } from './request.js';
import { describeViolation } from './validation.js';

/** Seconds after which a request that was answered 503 is worth another try. */
const retryAfter = 5;

/**
 * Gives every error one shape per service, in the caller's language, and never tells more than the catalogue does.
 * @param encryptAuthorizationMessage undefined: refusals come without an encrypted message
 */
export function answerErrors(
  app: FastifyInstance,
  encryptAuthorizationMessage: EncryptAuthorizationMessage | undefined,
): void {
  app.setErrorHandler(async (error: FastifyError | Error, request, reply) => {
    const known = toApiError(error, request);
    request.refusal = known;
    if (known.status >= 500) request.log.error({ err: error }, 'request failed');
    else request.log.debug({ code: known.code, detail: known.detail }, 'request refused');
    if (known instanceof TooManyRequests) reply.header('retry-after', known.retryAfter);
    if (known.status === 401) reply.header('www-authenticate', 'Keystone');
    await leaveBody(request, reply);
    const encoded =
      known instanceof AccessDenied ? await encryptAuthorizationMessage?.(known.facts) : undefined;
    const body = errorBody(known, request, encoded);
    reply.header('link', linkToMeaning(known, request));
    return reply.code(known.status).type('application/json; charset=utf-8').send(body);
  });
  app.addHook('onSend', async (_request, reply, payload: unknown) => {
    if (reply.statusCode === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', retryAfter);
    return payload;
  });
  app.setNotFoundHandler(async (request, reply) => {
    const known = new ApiError('APIGW.0101');
    await leaveBody(request, reply);
    return reply
      .code(known.status)
      .header('link', linkToMeaning(known, request))
      .send(errorBody(known, request));
  });
}

/**
 * Answers in the same form what Fastify gives up before a route or a hook is asked: a path that cannot be decoded (RFC 3986
 * §2.1), or a part of it that is too long to be the name of anything.
 */
export function answerUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const words: ErrorArgument =
    error.code === 'FST_ERR_MAX_PARAM_LENGTH'
      ? { en: 'a part of the path is too long', zh: '路径中的某一段过长' }
      : { en: 'the path is not percent-encoded UTF-8', zh: '路径不是有效的百分号编码（UTF-8）' };
  const known = new ApiError('APIGW.0201', [words], 'path');
  request.language = languageOf(request.headers);
  request.log.debug({ code: known.code, detail: known.detail }, 'request refused');
  reply
    .code(known.status)
    .headers(answerHeaders)
    .header('x-request-id', request.id)
    .header('link', linkToMeaning(known, request))
    .type('application/json; charset=utf-8')
    .send(errorBody(known, request));
}

/** What Fastify calls a part of the request. */
function partOf(context: string | undefined): RequestPart {
  if (context === 'querystring') return 'query';
  if (context === 'params') return 'path';
  return context === 'headers' ? 'header' : 'body';
}

function toApiError(error: FastifyError | Error, request: FastifyRequest): ApiError {
  if (error instanceof ApiError) return error;
  if ('validation' in error && error.validation !== undefined) {
    return describeViolation(error.validation, partOf(error.validationContext), request.language);
  }
  const trouble = databaseTrouble(error);
  if (trouble !== undefined) return new ApiError('DPL.0503', [trouble]);
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status === 413) return new RequestTooLarge('body');
  if (status === 415) return new ApiError('DPL.0415');
  if (status === 503) return new ApiError('DPL.0503', ['overloaded']);
  if (status >= 400 && status < 500)
    return new ApiError('APIGW.0201', [{ en: 'malformed request', zh: '请求格式错误' }]);
  return new ApiError('DPL.0500');
}

function errorBody(error: ApiError, request: FastifyRequest, encoded?: string): object {
  const message = describeError(error.code, request.language, error.args);
  const family = familyOf(request);
  const authorizationMessage = encoded === undefined ? {} : { encoded_authorization_message: encoded };
  if (family === 'keystone')
    return { error: { code: error.status, message, title: titleOf(error.status), ...authorizationMessage } };
  const gateway = error.code.startsWith('APIGW.');
  return {
    error_code: answeredCode(error, request),
    error_msg: message,
    ...(error.detail === undefined ? {} : { error_detail: error.detail }),
    ...(gateway || family === 'iam5' || family === 'sts' ? { request_id: request.id } : {}),
    ...authorizationMessage,
  };
}

const familyOf = (request: FastifyRequest): ErrorFamily =>
  request.routeOptions.config?.declaration?.family ?? 'workspace';

const answeredCode = (error: ApiError, request: FastifyRequest): string =>
  familyOf(request) === 'sts' ? stsCodeOf(error.code) : error.code;

/** Where people read what a code means (RFC 8288). A header, as the bodies have the form that Huawei's clients know. */
function linkToMeaning(error: ApiError, request: FastifyRequest): string {
  return `</explorer/errors/${answeredCode(error, request)}>; rel="help"`;
}

function titleOf(status: number): string {
  return keystoneTitles[status] ?? 'Error';
}

const keystoneTitles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Long',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
