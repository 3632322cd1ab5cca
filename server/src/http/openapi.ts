import { gzipSync } from 'node:zlib';
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifyInstance, FastifyRequest, FastifySchema } from 'fastify';
import { presentPermission } from '../access/permissions/presentPermission.js';
import type { Language } from '../errors/errors.js';
import { languageOf } from '../errors/language.js';
import { serviceVersion } from '../serviceVersion.js';
import { presentDocument } from './openapi/presentDocument.js';
import { tagsOf } from './openapi/routeTags.js';

/** OpenAPI 3.1, made from the schemas that the routes are validated and serialised with. */
export const openApiOptions = (publicUrl: string | undefined): FastifyDynamicSwaggerOptions => ({
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Deskplane',
      description: 'Cloud desktops over the Huawei Cloud Workspace v2 API, with IAM v3 in front.',
      version: serviceVersion,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    // Without a public address: the one that the document was read from.
    servers: [{ url: publicUrl ?? '/' }],
    components: {
      securitySchemes: {
        token: { type: 'apiKey', in: 'header', name: 'X-Auth-Token' },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'SDK-HMAC-SHA256 request signature',
        },
      },
    },
    security: [{ token: [] }, { signature: [] }],
  },
  transform: ({ schema, url, route }) => {
    const declaration = route.config?.declaration;
    if (declaration === undefined) return { schema: { ...schema, hide: true }, url };
    return {
      schema: {
        ...schema,
        ...withOptionalDefaults(schema),
        ...withRetryAfter(schema),
        tags: tagsOf(url),
        operationId: declaration.operation,
        ...(declaration.anonymous === true ? { security: [] } : {}),
        ...presentPermission(declaration.operation),
        'x-error-family': declaration.family,
        ...(declaration.notOffered === undefined
          ? {}
          : { 'x-not-offered': Object.keys(declaration.notOffered) }),
        ...(declaration.takesBytes === true ? { consumes: ['application/octet-stream'], body: bytes } : {}),
      },
      url,
    };
  },
});

/** A body that is no JSON, as OpenAPI 3.1 says it. */
const bytes = { description: 'At most 1 MiB.', type: 'string', contentMediaType: 'application/octet-stream' };

/**
 * The document in the language that is asked for. Written once for each, as it is large, open to anyone and always the same:
 * whoever asks for it often costs no more than the sending.
 */
export function addOpenApiRoute(app: FastifyInstance): void {
  const written = new Map<Language, { readonly plain: Buffer; readonly zipped: Buffer }>();
  const write = (language: Language): { readonly plain: Buffer; readonly zipped: Buffer } => {
    const plain = Buffer.from(JSON.stringify(presentDocument(app.swagger(), language)));
    const both = { plain, zipped: gzipSync(plain) };
    written.set(language, both);
    return both;
  };
  app.get('/openapi.json', { schema: { hide: true } }, async (request, reply) => {
    const language = askedLanguage(request);
    const { plain, zipped } = written.get(language) ?? write(language);
    reply.header('vary', 'Accept-Encoding, Accept-Language, X-Language');
    reply.header('content-language', language === 'zh' ? 'zh-CN' : 'en');
    reply.type('application/json; charset=utf-8');
    if (!acceptsGzip(request.headers['accept-encoding'])) return reply.send(plain);
    return reply.header('content-encoding', 'gzip').send(zipped);
  });
}

/** `?lang=zh-cn` for those who cannot set a header; else as every answer. */
function askedLanguage({ query, language }: FastifyRequest): Language {
  const asked: unknown = Reflect.get(Object(query), 'lang');
  return typeof asked === 'string' ? languageOf({ 'x-language': asked }) : language;
}

/** Whether a header admits gzip (RFC 9110 §12.5.3), in the forms that clients send. */
function acceptsGzip(header: string | string[] | undefined): boolean {
  return /(?:^|[\s,])gzip(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(String(header ?? ''));
}

/** What has a default need not be sent, although the validator, having filled it in, may rely on it. */
function withOptionalDefaults(schema: FastifySchema | undefined): { querystring?: object; body?: object } {
  const relaxed = (part: unknown): object | undefined => {
    if (typeof part !== 'object' || part === null || !('properties' in part) || !('required' in part))
      return undefined;
    const { properties, required } = part;
    if (!Array.isArray(required)) return undefined;
    const hasDefault = (name: unknown): boolean => {
      const field: unknown = Reflect.get(Object(properties), String(name));
      return typeof field === 'object' && field !== null && 'default' in field;
    };
    return { ...part, required: required.filter((name) => !hasDefault(name)) };
  };
  const querystring = relaxed(schema?.querystring);
  const body = relaxed(schema?.body);
  return { ...(querystring === undefined ? {} : { querystring }), ...(body === undefined ? {} : { body }) };
}

/** What every answer 503 carries, whichever operation gives it. */
function withRetryAfter(schema: FastifySchema | undefined): { response?: object } {
  const response: unknown = schema?.response;
  if (typeof response !== 'object' || response === null || !('503' in response)) return {};
  const unavailable: unknown = response['503'];
  if (typeof unavailable !== 'object' || unavailable === null) return {};
  const headers = { 'Retry-After': { type: 'integer', description: 'Seconds after which to try again.' } };
  const description =
    'Trouble underneath. Whether a change was carried out may be unknown: repeat the request.';
  return { response: { ...response, 503: { description, ...unavailable, headers } } };
}
