import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { ApiError, describeError, type ErrorArgument } from '../../errors/errors.js';

/** A request that is too large in some part: `APIGW.0201`, as the gateway has it, with the status for the part. */
export class RequestTooLarge extends ApiError {
  override readonly name = 'RequestTooLarge';
  readonly #status: 413 | 414 | 431;

  constructor(part: 'body' | 'target' | 'headers') {
    super('APIGW.0201', [said[part].words]);
    this.#status = said[part].status;
  }

  override get status(): number {
    return this.#status;
  }
}

/** In bytes (docs/reference/limits.md#sizes). */
const maxTargetLength = 32_768;
const maxHeaderLength = 32_768;
const maxHeadersLength = 131_072;
/** What Node.js reads of a request line and its headers before it gives up: more than all of the above. */
export const maxHeadBytes = maxTargetLength + maxHeadersLength + 4_096;

/** Clients are promised that tokens of 40 000 characters can be sent (docs/reference/limits.md#sizes). */
const tokenHeaders: ReadonlySet<string> = new Set(['x-auth-token', 'x-subject-token']);

const said: Readonly<
  Record<'body' | 'target' | 'headers', { status: 413 | 414 | 431; words: ErrorArgument }>
> = {
  body: { status: 413, words: { en: 'the body is too large', zh: '请求体过大' } },
  target: { status: 414, words: { en: 'the URI is longer than 32 KB', zh: 'URI长度超过32KB' } },
  headers: {
    status: 431,
    words: {
      en: 'a header is longer than 32 KB, or all of them are longer than 128 KB',
      zh: '单个请求头超过32KB或请求头总长度超过128KB',
    },
  },
};

/** Refuses a request by its head, before its body is read. */
export function limitHeads(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw }) => {
    if ((raw.url ?? '').length > maxTargetLength) throw new RequestTooLarge('target');
    const { rawHeaders } = raw;
    let total = 0;
    for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
      const name = rawHeaders[index] ?? '';
      const length = name.length + (rawHeaders[index + 1] ?? '').length;
      total += length;
      if (length > maxHeaderLength && !tokenHeaders.has(name.toLowerCase()))
        throw new RequestTooLarge('headers');
    }
    if (total > maxHeadersLength) throw new RequestTooLarge('headers');
  });
}

/** Answers, in the same form, what Node.js could not even read as a request. */
export function answerUnreadable(error: Error, socket: Duplex, requestId: string): void {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, words]: [number, ErrorArgument] =
    code === 'HPE_HEADER_OVERFLOW'
      ? [431, said.headers.words]
      : code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'the request did not arrive in time']
        : [400, 'the request is not HTTP'];
  const body = JSON.stringify({
    error_code: 'APIGW.0201',
    error_msg: describeError('APIGW.0201', 'en', [words]),
    request_id: requestId,
  });
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: application/json; charset=utf-8\r\nX-Request-Id: ${requestId}`;
  // Whoever sends slowly would else keep his half of the connection open.
  socket.end(
    `${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
