import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Type } from 'typebox';
import { ApiError } from '../errors/errors.js';
import { flat } from '../http/declare.js';
import type { Server } from '../http/server.js';
import { type PageFile, pageFiles } from './pageFiles.js';

interface ReadyFile extends PageFile {
  readonly gzipped: Buffer;
  readonly tag: string;
}

/** Nothing foreign is loaded, nothing is said to others, no page elsewhere shows this one inside. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** The page that shows a screen. Its address is in the answer of `ShowRemoteConsoleAddress`. */
export function addPageRoutes(app: Server): void {
  const ready = new Map<string, ReadyFile>();
  const find = (path: string): ReadyFile => {
    const name = path === 'view' ? 'index.html' : path;
    const known = ready.get(name);
    if (known !== undefined) return known;
    const file = pageFiles.get(name);
    if (file === undefined) throw new ApiError('DPL.0404', ['file']);
    const tag = `"${createHash('sha256').update(file.content).digest('base64url').slice(0, 22)}"`;
    const made = { ...file, gzipped: gzipSync(file.content), tag };
    ready.set(name, made);
    return made;
  };

  app.get(
    '/screen/*',
    flat('ShowScreenPage', 'The page that shows a screen', {
      anonymous: true,
      path: { '*': Type.String({ maxLength: 200 }) },
      produces: ['text/html', 'text/javascript', 'text/css', 'image/svg+xml'],
      answers: {
        200: Type.Unsafe<Buffer>({ type: 'string', description: 'A file.' }),
        304: Type.Null({ description: 'What the browser has is still good.' }),
      },
    }),
    async (request, reply) => {
      const file = find(request.params['*']);
      reply.headers({
        ...headers,
        etag: file.tag,
        vary: 'accept-encoding',
        'cache-control': file.forever ? 'public, max-age=31536000, immutable' : 'no-cache',
      });
      if (request.headers['if-none-match'] === file.tag) return reply.code(304).send(null);
      const packed = /\bgzip\b/.test(String(request.headers['accept-encoding']));
      if (packed) reply.header('content-encoding', 'gzip');
      return reply.type(file.type).send(packed ? file.gzipped : file.content);
    },
  );
}
