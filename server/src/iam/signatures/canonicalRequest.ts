import { createHmac, getHashes, hash } from 'node:crypto';

/** A request as it travels: everything that a signature can cover. */
export interface TransmittedRequest {
  readonly method: string;
  /** Path and query exactly as on the request line. */
  readonly target: string;
  /** One entry for each header line, names in lower case; each character of a value stands for one byte (Latin-1). */
  readonly headers: readonly HeaderLine[];
  readonly body: Buffer;
}

export type HeaderLine = readonly [name: string, value: string];

/** How a request is signed: with the secret key itself, or with one derived for a day, a region and a service. */
export type SigningScheme =
  | { readonly algorithm: 'SDK-HMAC-SHA256' | 'SDK-HMAC-SM3' }
  /** `scope` is `<yyyyMMdd>/<region>/<service>`. */
  | { readonly algorithm: 'V11-HMAC-SHA256'; readonly scope: string };

/**
 * How a client writes the path that it signs. `normalised`: every segment decoded and encoded again, as Python and Go do.
 * `encoded`: encoded as it is, so that what is encoded already is so twice, as Node does
 * (docs/reference/signatures.md#canonical-request).
 */
export type PathForm = 'normalised' | 'encoded';

export interface SignatureInput {
  readonly scheme: SigningScheme;
  readonly accessKey: string;
  readonly secretKey: string;
  /** The value of X-Sdk-Date. */
  readonly date: string;
  readonly canonical: string;
}

/** The hash function of a scheme, by its name in node:crypto, which may lack SM3: see {@link canUse}. */
export function hashNameOf(scheme: SigningScheme): 'sha256' | 'sm3' {
  return scheme.algorithm === 'SDK-HMAC-SM3' ? 'sm3' : 'sha256';
}

/** Whether this Node.js can compute a scheme. */
export function canUse(scheme: SigningScheme): boolean {
  return hashNameOf(scheme) === 'sha256' || hasSm3;
}

const hasSm3 = getHashes().includes('sm3');

/** SHA-256 in lower-case hex. */
export function sha256Hex(data: Buffer): string {
  return hashHex('sha256', data);
}

/** A hash in lower-case hex. */
export function hashHex(name: 'sha256' | 'sm3', data: Buffer): string {
  return hash(name, data, 'hex');
}

/** The HMAC of a canonical request, 32 bytes (docs/reference/signatures.md). */
export function computeSignature(input: SignatureInput): Buffer {
  const { scheme, accessKey, secretKey } = input;
  const key =
    scheme.algorithm === 'V11-HMAC-SHA256' ? deriveKey(secretKey, accessKey, scheme.scope) : secretKey;
  return createHmac(hashNameOf(scheme), key).update(stringToSign(input)).digest();
}

/** What the HMAC is computed of: the scheme, the moment and the hash of the canonical request. */
export function stringToSign({
  scheme,
  date,
  canonical,
}: Pick<SignatureInput, 'scheme' | 'date' | 'canonical'>): string {
  const scope = scheme.algorithm === 'V11-HMAC-SHA256' ? `${scheme.scope}\n` : '';
  const hashed = hashHex(hashNameOf(scheme), Buffer.from(canonical, 'latin1'));
  return `${scheme.algorithm}\n${date}\n${scope}${hashed}`;
}

function deriveKey(secretKey: string, accessKey: string, scope: string): string {
  // HKDF for a result as long as the hash is these two steps (RFC 5869), in a third of the time of hkdfSync.
  const extracted = createHmac('sha256', accessKey).update(secretKey).digest();
  return createHmac('sha256', extracted).update(scope).update('\u0001').digest('hex');
}

/**
 * The form of a request that both sides hash, as Latin-1 text. A header named in `signedHeaders` but sent several times
 * gives one line for each value, sorted, as the Go clients write it. Sending it no times gives no line.
 */
export function canonicalRequest(
  request: TransmittedRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
  pathForm: PathForm = 'normalised',
): string {
  const mark = request.target.indexOf('?');
  const path = mark < 0 ? request.target : request.target.slice(0, mark);
  const query = mark < 0 ? '' : request.target.slice(mark + 1);
  return [
    request.method.toUpperCase(),
    canonicalPath(path, pathForm),
    canonicalQuery(query),
    canonicalHeaders(request.headers, signedHeaders),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** Normalised, every spelling of a path has one form. Always ends with a slash. */
export function canonicalPath(path: string, form: PathForm = 'normalised'): string {
  const encoded = path
    .split('/')
    .map((segment) => encode(form === 'normalised' ? decode(segment) : segment))
    .join('/');
  return encoded.endsWith('/') ? encoded : `${encoded}/`;
}

/** Every parameter as `name=value`, sorted by name and then by value; `+` on the wire is a space, as in the handlers. */
export function canonicalQuery(query: string): string {
  const parameters = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))] as const;
    });
  parameters.sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]));
  return parameters.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

function canonicalHeaders(headers: readonly HeaderLine[], names: readonly string[]): string {
  let lines = '';
  for (const name of names) {
    const values: string[] = [];
    for (const header of headers) if (header[0] === name) values.push(trimBlanks(header[1]));
    if (values.length > 1) values.sort(compare);
    for (const value of values) lines += `${name}:${value}\n`;
  }
  return lines;
}

/** Without blanks at the ends. Not `trim`, which would also take the byte A0 off the end of UTF-8 text. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // Not an encoding of anything: the bytes stand for themselves, as they do for the router and the query parser.
    return text;
  }
}

function encode(text: string): string {
  // Nearly all that is ever asked for.
  if (/^[\w.~-]*$/.test(text)) return text;
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => reserved[character] ?? character);
}

/** What encodeURIComponent leaves and the signing rules do not. */
const reserved: Record<string, string> = { '!': '%21', "'": '%27', '(': '%28', ')': '%29', '*': '%2A' };
