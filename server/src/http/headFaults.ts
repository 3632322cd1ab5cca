import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../errors/errors.js';
import { refuseUnfitText } from './refuseUnfitText.js';

/**
 * Refuses a request whose head does not mean one thing: without a host or with two (RFC 9112 §3.2), with a line repeated of
 * which Node.js would keep the first in silence, with a query that is not percent-encoded UTF-8 (RFC 3986 §2.1), or with
 * text in its path or query that no text may hold. Header fields need no such look: what Node.js reads as HTTP has no U+0000
 * in them, and they are read byte by byte.
 */
export function refuseFaultyHeads(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    refuseHeaders(request);
    const malformed = findMalformedQuery(request.raw.url ?? '');
    if (malformed !== undefined) {
      const words = {
        en: `the query parameter ${malformed} is not percent-encoded UTF-8`,
        zh: `查询参数${malformed}不是有效的百分号编码（UTF-8）`,
      };
      throw new ApiError('APIGW.0201', [words], `query: ${malformed}`);
    }
    refuseUnfitText('path', request.params);
    refuseUnfitText('query', request.query);
  });
}

/** What stands in a request once, and is read here. Others that are repeated are joined, and so are not what they were. */
const single: ReadonlySet<string> = new Set(['host', 'authorization', 'content-type']);
/** A name or address and perhaps a port (RFC 9110 §7.2). */
const hostValue = /^(?:[\w.~!$&'()*+,;=%-]*|\[[\da-f:.]+\])(?::\d*)?$/i;

function refuseHeaders({ raw }: FastifyRequest): void {
  const seen = new Set<string>();
  for (let index = 0; index < raw.rawHeaders.length; index += 2) {
    const name = (raw.rawHeaders[index] ?? '').toLowerCase();
    if (!single.has(name)) continue;
    if (seen.has(name)) {
      throw new ApiError('APIGW.0201', [
        { en: `the header ${name} occurs more than once`, zh: `请求头${name}重复` },
      ]);
    }
    seen.add(name);
  }
  const { host } = raw.headers;
  if (host === undefined ? raw.httpVersion === '1.1' : !hostValue.test(host)) {
    throw new ApiError('APIGW.0201', [
      { en: 'the header Host is missing or malformed', zh: '请求头Host缺失或格式错误' },
    ]);
  }
}

/** The name of the first parameter of a URL's query that cannot be decoded, as it was sent; undefined: there is none. */
function findMalformedQuery(url: string): string | undefined {
  const start = url.indexOf('?');
  if (start === -1 || isDecodable(url.slice(start))) return undefined;
  const pair = url
    .slice(start + 1)
    .split('&')
    .find((each) => !isDecodable(each));
  return (pair ?? '').split('=')[0]?.slice(0, 100);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
