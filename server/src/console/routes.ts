import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { ApiError } from '../errors/errors.js';
import { flat } from '../http/declare.js';
import type { Server } from '../http/server.js';
import type { ConsoleFile, ConsoleFiles } from './consoleFiles.js';
import { notBuiltPage, retrySeconds } from './notBuiltPage.js';

/**
 * Nothing foreign is loaded, nothing is said to others, no page elsewhere shows this one inside. The address goes along with requests to
 * ourselves: over plain HTTP browsers say by nothing else which page a GET comes from.
 */
const headers = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** Where the console and its sisters live; each has addresses of its own below. */
const pages = ['console', 'explorer', 'desk'];

const answers = {
  200: Type.Unsafe<Buffer>({ type: 'string', description: 'The page or a file of it.' }),
  304: Type.Null({ description: 'What the browser has is still good.' }),
  503: Type.Unsafe<string>({ type: 'string', description: 'A page that says why there is no console yet.' }),
};
const produces = ['text/html', 'text/javascript', 'text/css', 'image/svg+xml'];

/** Serves the console to browsers. Programs that ask for the same addresses get what they always got. */
export function addConsoleRoutes(app: Server, files: ConsoleFiles): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url === '/' && request.method === 'GET' && wantsPage(request))
      return reply.headers({ ...headers, vary: 'accept' }).redirect('/console', 302);
    return undefined;
  });

  const answerPage = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    reply.headers({ ...headers, vary: 'accept, accept-encoding' });
    if (!wantsPage(request)) throw new ApiError('APIGW.0101');
    const page = await files.page();
    if (page !== undefined) return send(request, reply, page);
    const text = notBuiltPage(await files.state());
    return reply
      .code(503)
      .headers({ 'retry-after': retrySeconds, 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(text);
  };

  const shown = flat('ShowConsolePage', 'The web console and its files', {
    anonymous: true,
    path: { '*': Type.String({ maxLength: 400 }) },
    produces,
    answers,
  });
  app.get('/console/*', shown, async (request, reply) => {
    const { '*': path } = request.params;
    const file = path.startsWith('api/') ? undefined : await files.find(path);
    if (file !== undefined && path !== 'index.html') return send(request, reply.headers(headers), file);
    if (/^(?:api|assets)\//.test(path)) {
      reply.headers(headers);
      throw new ApiError('APIGW.0101');
    }
    return answerPage(request, reply);
  });

  // One operation at several addresses: its description stands at one of them.
  const hidden = { config: shown.config, schema: { hide: true } };
  for (const page of pages) {
    app.get(`/${page}`, hidden, answerPage);
    if (page !== 'console') app.get(`/${page}/*`, hidden, answerPage);
  }
}

/** A browser that goes somewhere says so; what programs send is a star at most. */
function wantsPage({ headers: { accept } }: FastifyRequest): boolean {
  return /(?:^|,)\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(accept ?? '');
}

async function send(request: FastifyRequest, reply: FastifyReply, file: ConsoleFile): Promise<FastifyReply> {
  reply.headers({
    etag: file.tag,
    vary: reply.getHeader('vary') ?? 'accept-encoding',
    'cache-control': file.forever ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  if (request.headers['if-none-match'] === file.tag) return reply.code(304).send(null);
  const accepted = String(request.headers['accept-encoding']);
  const [encoding, content] =
    file.brotli !== undefined && /\bbr\b/.test(accepted)
      ? ['br', file.brotli]
      : file.gzip !== undefined && /\bgzip\b/.test(accepted)
        ? ['gzip', file.gzip]
        : [undefined, file.content];
  if (encoding !== undefined) reply.header('content-encoding', encoding);
  return reply.type(file.type).send(content);
}
