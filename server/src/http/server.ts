import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  LogController,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import type { Logger } from 'pino';
import type { Ambient } from '../ambient.js';
import type { DenialEncoder } from '../iam/decisions/encodeDenial.js';
import { keepBodiesRaw } from './body.js';
import { serializersLater } from './compileLater.js';
import { answerErrors, answerUnroutable } from './errorAnswers.js';
import { ApiError } from './errors.js';
import { type Gatekeeper, guardRoutes } from './guard.js';
import { refuseFaultyHeads } from './headFaults.js';
import { languageOf } from './language.js';
import { answerUnreadable, limitHeads, mostHeadBytes } from './limits/sizes.js';
import { openApiOptions } from './openapi.js';
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
  readonly ambient: Pick<Ambient, 'now'>;
  /** Part of the names that policies know resources by. */
  readonly region: string;
  /** Undefined: refusals come without an encrypted message. */
  readonly encodeDenial?: DenialEncoder;
  /** A new request id: 32 hex characters. */
  readonly newRequestId: () => string;
}

/** 1 MiB: far above any documented request, far below the gateway's 12 MB. */
const bodyLimit = 1_048_576;

/** The bare server: languages, ids, errors, bodies, authentication. Routes come from the features (app.ts). */
export async function createServer(options: ServerOptions): Promise<Server> {
  const loggerInstance: FastifyBaseLogger = options.logger;
  const app: Server = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // A request without a host is answered in our form, by refuseFaultyHeads.
    http: { maxHeaderSize: mostHeadBytes, requireHostHeader: false },
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket, options.newRequestId()),
    frameworkErrors: answerUnroutable,
    // Fastify's own answer has no request id; see refuseWhileClosing.
    return503OnClosing: false,
    genReqId: options.newRequestId,
    requestIdHeader: false,
    bodyLimit,
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    schemaController: serializersLater,
  }).withTypeProvider<TypeBoxTypeProvider>();

  // Node.js answers 417 without a body by itself; an expectation that is not understood may as well be passed over (RFC 9110 §10.1.1).
  app.server.on('checkExpectation', (request, response) => app.routing(request, response));
  app.setValidatorCompiler(compileValidator);
  app.decorateRequest('language', 'en');
  app.decorateRequest('principal', undefined);
  app.decorateRequest('caller', undefined);
  app.decorateRequest('listScope', undefined);
  app.decorateRequest('enterAgain', undefined);
  app.decorateRequest('project', undefined);
  app.decorateRequest('rawBody');
  keepBodiesRaw(app);
  answerErrors(app, options.encodeDenial);
  app.addHook('onRequest', async (request, reply) => {
    request.rawBody = noBytes;
    request.language = languageOf(request.headers);
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        ...idsIn(request.params),
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    );
  });
  refuseWhileClosing(app);
  limitHeads(app);
  refuseFaultyHeads(app);
  guardRoutes(app, options);
  await app.register(swagger, openApiOptions);
  return app;
}

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

const noBytes = Buffer.alloc(0);

/** The ids in a path, as the log names them: `desktop` for `desktop_id`. What has not the form of one is left out. */
function idsIn(params: unknown): Record<string, string> {
  const ids = Object.entries(Object(params)).flatMap(([name, value]): [string, string][] =>
    name.endsWith('_id') && typeof value === 'string' && /^[0-9a-f-]{32,36}$/.test(value)
      ? [[name.slice(0, -'_id'.length), value]]
      : [],
  );
  return Object.fromEntries(ids);
}
