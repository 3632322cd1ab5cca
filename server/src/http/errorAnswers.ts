import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError, describeError } from './errors.js';
import type { ErrorFamily } from './request.js';
import { describeViolation } from './validation.js';

/** Gives every error one shape per service, in the caller's language, and never tells more than the catalogue does. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Error, request, reply) => {
    const known = toApiError(error, request);
    if (known.status >= 500) request.log.error({ err: error }, 'request failed');
    else request.log.debug({ code: known.code, detail: known.detail }, 'request refused');
    if (known.status === 401) reply.header('www-authenticate', 'Keystone');
    return reply.code(known.status).type('application/json; charset=utf-8').send(errorBody(known, request));
  });
  app.setNotFoundHandler((request, reply) => {
    const known = new ApiError('APIGW.0101');
    return reply.code(known.status).send(errorBody(known, request));
  });
}

function toApiError(error: FastifyError | Error, request: FastifyRequest): ApiError {
  if (error instanceof ApiError) return error;
  if ('validation' in error && error.validation !== undefined) {
    return describeViolation(error.validation, error.validationContext ?? 'request', request.language);
  }
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status === 413) return new ApiError('DPL.0413');
  if (status === 415) return new ApiError('DPL.0415');
  if (status === 503) return new ApiError('DPL.0503', ['overloaded']);
  if (status >= 400 && status < 500) return new ApiError('APIGW.0201', ['malformed request']);
  return new ApiError('DPL.0500');
}

function errorBody(error: ApiError, request: FastifyRequest): object {
  const message = describeError(error.code, request.language, error.args);
  const family: ErrorFamily = request.routeOptions.config.declaration?.family ?? 'workspace';
  if (family === 'keystone') return { error: { code: error.status, message, title: titleOf(error.status) } };
  const gateway = error.code.startsWith('APIGW.');
  return {
    error_code: error.code,
    error_msg: message,
    ...(error.detail === undefined ? {} : { error_detail: error.detail }),
    ...(gateway ? { request_id: request.id } : {}),
  };
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
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
