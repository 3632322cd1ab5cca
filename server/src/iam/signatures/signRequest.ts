import {
  canonicalRequest,
  computeSignature,
  hashHex,
  hashNameOf,
  type PathForm,
  type SigningScheme,
  stringToSign,
} from './canonicalRequest.js';

export interface RequestToSign {
  readonly method: string;
  readonly url: URL;
  /** All of them are signed. Values in Latin-1, as they will be sent. `Host` is not among them: see `signHost`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly now: Date;
  /** Whether the host belongs to what is signed. Default true; false behind proxies that rewrite it. */
  readonly signHost?: boolean;
  /** Sign with a key derived for a region and a service (V11). */
  readonly derivedFor?: { readonly region: string; readonly service: string };
  /** Default `SDK-HMAC-SHA256`. */
  readonly algorithm?: 'SDK-HMAC-SHA256' | 'SDK-HMAC-SM3';
  /** Default `normalised`. */
  readonly pathForm?: PathForm;
}

/** A signed request, and how it came about. */
export interface SignedRequest {
  /** To send: those given, `X-Sdk-Date` and `Authorization`; the HTTP client adds `Host` itself. */
  readonly headers: Record<string, string>;
  readonly canonical: string;
  readonly stringToSign: string;
}

/**
 * Signs a request with an access key, as a client does (docs/reference/signatures.md).
 * @returns the headers to send, see {@link SignedRequest}
 * @throws {TypeError} when a header value is not Latin-1
 */
export function signRequest(request: RequestToSign): Record<string, string> {
  return signStepByStep(request).headers;
}

/** As {@link signRequest}, with what was signed on the way. */
export function signStepByStep(request: RequestToSign): SignedRequest {
  const date = request.now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const sent = { ...request.headers, 'X-Sdk-Date': date };
  const signed = Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value] as const);
  if (request.signHost !== false) signed.push(['host', request.url.host]);
  for (const [name, value] of signed) {
    if (Buffer.from(value, 'latin1').toString('latin1') !== value)
      throw new TypeError(`The header ${name} is not Latin-1.`);
  }
  const signedHeaders = signed.map(([name]) => name).sort();
  const body = typeof request.body === 'string' ? Buffer.from(request.body) : request.body;
  const { method, url } = request;
  const scheme = schemeOf(request, date);
  const canonical = canonicalRequest(
    { method, target: url.pathname + url.search, headers: signed, body: body ?? noBytes },
    signedHeaders,
    declaredHash(signed, scheme) ?? hashHex(hashNameOf(scheme), body ?? noBytes),
    request.pathForm,
  );
  const { accessKey, secretKey } = request;
  const signature = computeSignature({ scheme, accessKey, secretKey, date, canonical }).toString('hex');
  const signer =
    scheme.algorithm === 'V11-HMAC-SHA256'
      ? `Credential=${accessKey}/${scheme.scope}`
      : `Access=${accessKey}`;
  const authorization = `${scheme.algorithm} ${signer}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`;
  return {
    headers: { ...sent, Authorization: authorization },
    canonical,
    stringToSign: stringToSign({ scheme, date, canonical }),
  };
}

function declaredHash(
  headers: readonly (readonly [string, string])[],
  scheme: SigningScheme,
): string | undefined {
  return headers.find(([name]) => name === `x-sdk-content-${hashNameOf(scheme)}`)?.[1];
}

function schemeOf({ derivedFor, algorithm = 'SDK-HMAC-SHA256' }: RequestToSign, date: string): SigningScheme {
  if (derivedFor === undefined) return { algorithm };
  const scope = `${date.slice(0, 8)}/${derivedFor.region}/${derivedFor.service}`;
  return { algorithm: 'V11-HMAC-SHA256', scope };
}

const noBytes = Buffer.alloc(0);
