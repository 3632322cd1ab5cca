import { hashHex } from '../canonicalRequest.js';
import type { CanonicalParts } from './canonicalParts.js';
import type { PastedRequest } from './parsePastedRequest.js';

/**
 * How else clients write a canonical request: each part in the ways that are known to go wrong, and every combination of two such
 * parts. A few hundred, so that trying them is quick.
 * @param own ours, right in every part
 */
export function* likelyMistakes(
  request: PastedRequest,
  own: CanonicalParts,
  hashName: 'sha256' | 'sm3',
): Generator<CanonicalParts> {
  const changes = [
    methods(own),
    paths(request, own),
    queries(request, own),
    headerLines(request, own),
    signedLists(own),
    payloads(request, own, hashName),
  ];
  for (const [index, firsts] of changes.entries())
    for (const first of firsts) {
      yield { ...own, ...first };
      for (const seconds of changes.slice(index + 1))
        for (const second of seconds) yield { ...own, ...first, ...second };
    }
}

type Change = Partial<CanonicalParts>;

const methods = ({ method }: CanonicalParts): Change[] => [{ method: method.toLowerCase() }];

function paths({ target, url }: PastedRequest, { path }: CanonicalParts): Change[] {
  const raw = target.split('?')[0] ?? '';
  const others = [
    path.slice(0, -1),
    raw,
    `${raw}/`,
    encodeURI(raw),
    safeDecode(raw),
    `${safeDecode(raw)}/`,
    target,
    url,
    encodeURIComponent(raw),
  ];
  return others.filter((other) => other !== path).map((other) => ({ path: other }));
}

function queries({ target }: PastedRequest, { query }: CanonicalParts): Change[] {
  const raw = target.includes('?') ? target.slice(target.indexOf('?') + 1) : '';
  const sorted = raw.split('&').toSorted().join('&');
  const others = [
    '',
    raw,
    `?${raw}`,
    sorted,
    query.replaceAll('%20', '+'),
    query.replaceAll(/=(?=&|$)/g, ''),
    safeDecode(query),
  ];
  return [...new Set(others)].filter((other) => other !== query).map((other) => ({ query: other }));
}

function headerLines({ headers: sent, url }: PastedRequest, { headers }: CanonicalParts): Change[] {
  const host = (value: string): Change => ({
    headers: headers.map((line) => (line.startsWith('host:') ? `host:${value}\n` : line)),
  });
  const named = /^https?:\/\/([^/?#]+)/i.exec(url)?.[1] ?? '';
  const bare = named.replace(/:\d+$/, '');
  const untrimmed = new Map(sent.map(([name, value]) => [name, value]));
  const [last = ''] = headers.slice(-1);
  return [
    ...(headers.some((line) => line.startsWith('host:')) && named !== ''
      ? [host(named), host(bare), host(`${bare}:80`), host(`${bare}:443`), host(named.toLowerCase())]
      : []),
    // Without the line end after the last header there is no empty line.
    { headers: [...headers.slice(0, -1), last.trimEnd()] },
    {
      headers: headers.map((line) => {
        const name = line.slice(0, line.indexOf(':'));
        return `${name}:${untrimmed.get(name) ?? ''}\n`;
      }),
    },
    { headers: headers.map((line) => line.toLowerCase()) },
    { headers: headers.map((line) => line.replace(':', ': ')) },
    { headers: headers.toSorted() },
  ];
}

function signedLists({ signedHeaders }: CanonicalParts): Change[] {
  const sorted = signedHeaders.split(';').toSorted().join(';');
  return sorted === signedHeaders ? [] : [{ signedHeaders: sorted }];
}

function payloads(
  { body }: PastedRequest,
  { payloadHash }: CanonicalParts,
  hashName: 'sha256' | 'sm3',
): Change[] {
  const text = body.toString();
  const ended = text.replace(/(?:\r?\n)+$/, '');
  const bodies = [
    '',
    text,
    ended,
    `${ended}\n`,
    ended.replaceAll(/\r?\n/g, '\r\n'),
    ended.replaceAll('\r\n', '\n'),
  ];
  const compact = compactJson(text);
  if (compact !== undefined) bodies.push(compact, '{}');
  const hashes = bodies.map((each) => hashHex(hashName, Buffer.from(each)));
  return [...new Set([...hashes, payloadHash.toUpperCase(), 'UNSIGNED-PAYLOAD', ''])]
    .filter((hash) => hash !== payloadHash)
    .map((hash) => ({ payloadHash: hash }));
}

function compactJson(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    // Not JSON: there is no shorter way to write it.
    return undefined;
  }
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not an encoding of anything.
    return text;
  }
}
