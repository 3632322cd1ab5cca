import { timingSafeEqual } from 'node:crypto';
import {
  canonicalRequest,
  canUse,
  computeSignature,
  hashHex,
  hashNameOf,
  type PathForm,
  type SigningScheme,
  type TransmittedRequest,
  trimBlanks,
} from './canonicalRequest.js';

/** What an Authorization header claims. Nothing in it is proven before {@link verifySignature}. */
export interface SignatureClaim {
  readonly scheme: SigningScheme;
  readonly accessKey: string;
  /** In the order of the header: clients do not all sort alike. */
  readonly signedHeaders: readonly string[];
  /** 32 bytes. */
  readonly signature: Buffer;
}

/** Far more than any client signs. */
const maxSignedHeaders = 100;
const maxAuthorizationLength = 8_192;

/**
 * Reads `SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…`, its like with SM3, and the V11 form with `Credential=`
 * (docs/reference/signatures.md).
 * @returns undefined for everything else; never throws
 */
export function parseAuthorization(header: string): SignatureClaim | undefined {
  if (header.length > maxAuthorizationLength) return undefined;
  const blank = header.indexOf(' ');
  const fields = parseFields(header.slice(blank + 1));
  const signature = fields?.get('Signature');
  const signedHeaders = fields?.get('SignedHeaders')?.split(';');
  if (fields?.size !== 3 || signature === undefined || signedHeaders === undefined) return undefined;
  if (!/^[0-9a-f]{64}$/.test(signature)) return undefined;
  if (signedHeaders.length > maxSignedHeaders || !signedHeaders.every(isHeaderName)) return undefined;
  if (new Set(signedHeaders).size !== signedHeaders.length) return undefined;
  const signer = parseSigner(header.slice(0, blank), fields);
  return signer === undefined
    ? undefined
    : { ...signer, signedHeaders, signature: Buffer.from(signature, 'hex') };
}

function parseFields(text: string): Map<string, string> | undefined {
  const fields = new Map<string, string>();
  for (const part of text.split(',')) {
    const field = trimBlanks(part);
    const equals = field.indexOf('=');
    const name = field.slice(0, equals);
    if (equals < 0 || fields.has(name)) return undefined;
    fields.set(name, field.slice(equals + 1));
  }
  return fields;
}

function parseSigner(
  algorithm: string,
  fields: ReadonlyMap<string, string>,
): Pick<SignatureClaim, 'scheme' | 'accessKey'> | undefined {
  if (algorithm === 'SDK-HMAC-SHA256' || algorithm === 'SDK-HMAC-SM3') {
    const accessKey = fields.get('Access');
    const scheme = { algorithm } as const;
    return isAccessKey(accessKey) && canUse(scheme) ? { scheme, accessKey } : undefined;
  }
  if (algorithm === 'V11-HMAC-SHA256') {
    const credential = /^([^/]+)\/(\d{8}\/[\w.*-]{1,64}\/[\w.-]{1,64})$/.exec(fields.get('Credential') ?? '');
    const [, accessKey, scope] = credential ?? [];
    if (!isAccessKey(accessKey) || scope === undefined) return undefined;
    return { scheme: { algorithm, scope }, accessKey };
  }
  return undefined;
}

const isHeaderName = (name: string): boolean => /^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name);
const isAccessKey = (text: string | undefined): text is string =>
  text !== undefined && /^[A-Za-z0-9]{1,64}$/.test(text);

/** The moment that a request says it was signed at; undefined when X-Sdk-Date is missing, repeated or no time. */
export function signedAt(request: Pick<TransmittedRequest, 'headers'>): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(onlyValue(request, 'x-sdk-date') ?? '');
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/**
 * Whether the holder of the secret key signed exactly this request, in either form of its path. The time needed does not
 * tell how much of a signature was right. Whether the request is fresh is another question: {@link signedAt}.
 */
export function verifySignature(
  request: TransmittedRequest,
  claim: SignatureClaim,
  secretKey: string,
): boolean {
  const date = onlyValue(request, 'x-sdk-date');
  const { scheme, accessKey, signedHeaders } = claim;
  const payloadHash = payloadHashOf(request, scheme);
  if (date === undefined || payloadHash === undefined) return false;
  if (scheme.algorithm === 'V11-HMAC-SHA256' && !date.startsWith(scheme.scope.slice(0, 8))) return false;
  if (!signedHeaders.every((wanted) => request.headers.some(([name]) => name === wanted))) return false;
  const matches = (pathForm: PathForm): boolean => {
    const canonical = canonicalRequest(request, signedHeaders, payloadHash, pathForm);
    return timingSafeEqual(
      computeSignature({ scheme, accessKey, secretKey, date, canonical }),
      claim.signature,
    );
  };
  const normalised = matches('normalised');
  // Without anything encoded in the path both forms are one.
  return /^[^?]*%/.test(request.target) ? matches('encoded') || normalised : normalised;
}

/**
 * The hash that stands for the body: the one that the client declares if it is true, else our own. `UNSIGNED-PAYLOAD` counts
 * only beside a content type that is not JSON; no route reads such a body, so it can never carry an instruction.
 * @returns undefined when the declared hash is false
 */
export function payloadHashOf(request: TransmittedRequest, scheme: SigningScheme): string | undefined {
  const hashName = hashNameOf(scheme);
  const declared = request.headers.filter(([name]) => name === `x-sdk-content-${hashName}`);
  const [first] = declared;
  const actual = hashHex(hashName, request.body);
  if (first === undefined) return actual;
  if (declared.length > 1) return undefined;
  const value = trimBlanks(first[1]);
  if (value.toLowerCase() === actual) return value;
  return value === 'UNSIGNED-PAYLOAD' && isNotJson(request) ? value : undefined;
}

function isNotJson(request: TransmittedRequest): boolean {
  const type = onlyValue(request, 'content-type');
  return type !== undefined && !/json/i.test(type);
}

function onlyValue(request: Pick<TransmittedRequest, 'headers'>, wanted: string): string | undefined {
  let only: string | undefined;
  for (const header of request.headers) {
    if (header[0] !== wanted) continue;
    if (only !== undefined) return undefined;
    only = header[1];
  }
  return only === undefined ? undefined : trimBlanks(only);
}
