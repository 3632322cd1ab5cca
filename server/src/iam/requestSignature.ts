import { timingSafeEqual } from 'node:crypto';
import {
  canonicalRequest,
  computeSignature,
  type SigningScheme,
  sha256Hex,
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
const mostSignedHeaders = 100;
const longestAuthorization = 8_192;

/**
 * Reads `SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…` and the V11 form with `Credential=` (api-facts §6.1, §6.3).
 * @returns undefined for everything else; never throws
 */
export function parseAuthorization(header: string): SignatureClaim | undefined {
  if (header.length > longestAuthorization) return undefined;
  const blank = header.indexOf(' ');
  const fields = parseFields(header.slice(blank + 1));
  const signature = fields?.get('Signature');
  const signedHeaders = fields?.get('SignedHeaders')?.split(';');
  if (fields?.size !== 3 || signature === undefined || signedHeaders === undefined) return undefined;
  if (!/^[0-9a-f]{64}$/.test(signature)) return undefined;
  if (signedHeaders.length > mostSignedHeaders || !signedHeaders.every(isHeaderName)) return undefined;
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
  if (algorithm === 'SDK-HMAC-SHA256') {
    const accessKey = fields.get('Access');
    return isAccessKey(accessKey) ? { scheme: { algorithm }, accessKey } : undefined;
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
export function signedAt(request: TransmittedRequest): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(onlyValue(request, 'x-sdk-date') ?? '');
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/**
 * Whether the holder of the secret key signed exactly this request. The time needed does not tell how much of a signature
 * was right. Whether the request is fresh is another question: {@link signedAt}.
 */
export function verifySignature(
  request: TransmittedRequest,
  claim: SignatureClaim,
  secretKey: string,
): boolean {
  const date = onlyValue(request, 'x-sdk-date');
  const payloadHash = payloadHashOf(request);
  if (date === undefined || payloadHash === undefined) return false;
  const { scheme, accessKey, signedHeaders } = claim;
  if (scheme.algorithm === 'V11-HMAC-SHA256' && !date.startsWith(scheme.scope.slice(0, 8))) return false;
  const sent = new Set(request.headers.map(([name]) => name));
  if (!signedHeaders.every((name) => sent.has(name))) return false;
  const canonical = canonicalRequest(request, signedHeaders, payloadHash);
  return timingSafeEqual(
    computeSignature({ scheme, accessKey, secretKey, date, canonical }),
    claim.signature,
  );
}

/**
 * The hash that stands for the body: the one that the client declares if it is true, else our own. `UNSIGNED-PAYLOAD` counts
 * only beside a content type that is not JSON; no route reads such a body, so it can never carry an instruction.
 * @returns undefined when the declared hash is false
 */
function payloadHashOf(request: TransmittedRequest): string | undefined {
  const declared = request.headers.filter(([name]) => name === 'x-sdk-content-sha256');
  const [first] = declared;
  const actual = sha256Hex(request.body);
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

function onlyValue(request: TransmittedRequest, wanted: string): string | undefined {
  const lines = request.headers.filter(([name]) => name === wanted);
  const [line] = lines;
  return line === undefined || lines.length > 1 ? undefined : trimBlanks(line[1]);
}
