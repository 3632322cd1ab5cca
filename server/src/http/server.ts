import type { Duplex } from 'node:stream';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import type { Logger } from 'pino';
import type { EncryptAuthorizationMessage } from '../access/authorizationMessages/encryptAuthorizationMessage.js';
import type { Ambient } from '../ambient.js';
import { ApiError } from '../errors/errors.js';
import { languageOf } from '../errors/language.js';
import type { TlsPair } from '../system/tlsPair.js';
import { admitRequests, type Gatekeeper } from './admitRequests.js';
import { answerHeaders } from './answerHeaders.js';
import { readBodiesLate } from './bodies/readBody.js';
import { serializersLater } from './compileLater.js';
import { answerErrors, answerUnroutable } from './errorAnswers.js';
import { refuseFaultyHeads } from './headFaults.js';
import { limitUnanswered } from './limits/limitUnanswered.js';
import { answerUnreadable, limitHeads } from './limits/requestSizes.js';
import { refuseNotOffered } from './notOffered.js';
import { openApiOptions } from './openapi.js';
import { type RequestOrigin, requestOrigin } from './origin/requestOrigin.js';
import type { ProxyTrust } from './origin/trustedProxies.js';
import { leaveOtherRoutes } from './otherRoutes.js';
import {
  capConnections,
  connectionTimeout,
  handshakeTimeout,
  readingOptions,
  requestTimeout,
} from './readingOptions.js';
import { refuseUnknownQuery } from './refuseUnknownQuery.js';
import { refuseSlashAtEnd } from './slashAtEnd.js';
import { compileValidator } from './validation.js';

/** The HTTP server that routes are added to. */
export type Server = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

export interface ServerOptions {
  readonly logger: Logger;
  readonly gatekeeper: Gatekeeper;
  readonly ambient: Pick<Ambient, 'serviceNow'>;
  /** Awaited before anybody is let in, where something may have changed that decides on it. */
  readonly beforeAdmission?: () => Promise<void>;
  /** Part of the names that policies know resources by. */
  readonly region: string;
  /** Undefined: refusals come without an encrypted message. */
  readonly encryptAuthorizationMessage?: EncryptAuthorizationMessage;
  /** A new request id: 32 hex characters. */
  readonly newRequestId: () => string;
  /** Whether an address is that of a proxy whose word counts. Default: none is. */
  readonly isTrustedProxy?: ProxyTrust | undefined;
  /** Where clients reach the service, if it is not where it listens. */
  readonly publicUrl?: string | undefined;
  /** Undefined: plain HTTP. */
  readonly tls?: TlsPair | undefined;
  /** Most connections at once; beyond these a new one is closed. Default: no limit. */
  readonly maxConnections?: number | undefined;
}

/** The bare server: languages, ids, errors, bodies, authentication. Routes come from the features (app.ts). */
export async function createServer(options: ServerOptions): Promise<Server> {
  const loggerInstance: FastifyBaseLogger = options.logger;
  const shared = {
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    clientErrorHandler: (error: Error, socket: Duplex) =>
      answerUnreadable(error, socket, options.newRequestId()),
    frameworkErrors: answerUnroutable,
    // Fastify's own answer has no request id; see refuseWhileClosing.
    return503OnClosing: false,
    genReqId: options.newRequestId,
    requestIdHeader: false,
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    requestTimeout,
    connectionTimeout,
    schemaController: serializersLater,
  } as const;
  const plain: FastifyInstance =
    options.tls === undefined
      ? fastify({ ...shared, http: readingOptions })
      : fastify({ ...shared, https: { ...readingOptions, ...options.tls, handshakeTimeout } });
  const app: Server = plain.withTypeProvider<TypeBoxTypeProvider>();
  if (options.maxConnections !== undefined) capConnections(app.server, options.maxConnections, app.log);
  const isTrusted = options.isTrustedProxy ?? (() => false);

  // Node.js answers 417 without a body by itself; an expectation that is not understood may as well be passed over (RFC 9110 §10.1.1).
  app.server.on('checkExpectation', (request, response) => app.routing(request, response));
  app.setValidatorCompiler(compileValidator);
  app.decorateRequest('language', 'en');
  app.decorateRequest('principal', undefined);
  app.decorateRequest('caller', undefined);
  app.decorateRequest('listScope', undefined);
  app.decorateRequest('refreshCaller', undefined);
  app.decorateRequest('project', undefined);
  app.decorateRequest('origin');
  readBodiesLate(app);
  answerErrors(app, options.encryptAuthorizationMessage);
  app.addHook('onRequest', (request, reply, done) => {
    request.origin = originOf(request, isTrusted);
    request.language = languageOf(request.headers);
    reply.headers(answerHeaders).header('x-request-id', request.id);
    done();
  });
  limitUnanswered(app);
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        ...idsIn(request.params),
        status: reply.statusCode,
        from: request.origin.address ?? null,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    );
  });
  refuseWhileClosing(app);
  limitHeads(app);
  refuseSlashAtEnd(app);
  refuseFaultyHeads(app);
  leaveOtherRoutes(app);
  admitRequests(app, options);
  refuseNotOffered(app);
  refuseUnknownQuery(app);
  await app.register(swagger, openApiOptions(options.publicUrl));
  return app;
}

/** Where a request comes from, as far as proxies that are trusted may say so. */
export function originOf(
  { raw, headers }: Pick<FastifyRequest, 'raw' | 'headers'>,
  isTrusted: ProxyTrust,
): RequestOrigin {
  return requestOrigin(
    {
      peer: raw.socket.remoteAddress,
      encrypted: 'encrypted' in raw.socket,
      forwardedFor: oneText(headers['x-forwarded-for']),
      forwardedProto: oneText(headers['x-forwarded-proto']),
    },
    isTrusted,
  );
}

const oneText = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;

/** What still comes in over connections that were open when the stop began. */
function refuseWhileClosing(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onRequest', async () => {
    if (closing) throw new ApiError('DPL.0503', [{ en: 'it is being stopped', zh: '正在停止' }]);
  });
}

/** The ids in a path, as the log names them: `desktop` for `desktop_id`. What has not the form of one is left out. */
function idsIn(params: unknown): Record<string, string> {
  const ids = Object.entries(Object(params)).flatMap(([name, value]): [string, string][] =>
    name.endsWith('_id') && typeof value === 'string' && /^[0-9a-f-]{32,36}$/.test(value)
      ? [[name.slice(0, -'_id'.length), value]]
      : [],
  );
  return Object.fromEntries(ids);
}
