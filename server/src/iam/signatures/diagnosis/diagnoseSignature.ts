import { timingSafeEqual } from 'node:crypto';
import { canonicalRequest, computeSignature, hashNameOf, stringToSign } from '../canonicalRequest.js';
import { payloadHashOf, type SignatureClaim, signedAt, verifySignature } from '../requestSignature.js';
import {
  type CanonicalParts,
  type Difference,
  differencesOf,
  joinParts,
  splitParts,
} from './canonicalParts.js';
import { likelyMistakes } from './likelyMistakes.js';
import type { PastedRequest } from './parsePastedRequest.js';

/** What is odd about a request besides its lines. */
export type Oddity =
  | 'no_date'
  | 'clock'
  | 'scope_date'
  | 'unsent_header'
  | 'false_payload_hash'
  | 'line_break_in_secret'
  | 'no_security_token'
  | 'needless_security_token'
  | 'key_expired'
  | 'not_what_was_signed';

export interface Diagnosis {
  /** `right`: as written it would be let in; `differs`: what was signed is known; `unknown`: it is not. */
  readonly verdict: 'right' | 'differs' | 'unknown';
  readonly canonical: string;
  readonly stringToSign: string;
  /** What was signed instead, once it is known. */
  readonly signed: string | undefined;
  readonly differences: readonly Difference[];
  readonly oddities: readonly Oddity[];
}

export interface DiagnosedKey {
  readonly secret: string;
  readonly temporary: { readonly expiresAt: Date } | undefined;
}

/** The real time, by which a signature is judged, and the service's, by which a key expires. */
export interface JudgedBy {
  readonly now: Date;
  readonly serviceNow: Date;
}

const maxSkewMs = 15 * 60_000;

/**
 * Why a signature is refused: which lines of the canonical request were others when it was made. Only ever asked by the key's own
 * holder; nothing of the answer tells anything of the secret but that a signature fits.
 * @param signedCanonical the canonical request that the client says it signed
 */
export function diagnoseSignature(
  request: PastedRequest,
  claim: SignatureClaim,
  key: DiagnosedKey,
  times: JudgedBy,
  signedCanonical: string | undefined,
): Diagnosis {
  const { scheme, accessKey, signedHeaders } = claim;
  const date = request.headers.find(([name]) => name === 'x-sdk-date')?.[1].trim() ?? '';
  const payloadHash =
    payloadHashOf(request, scheme) ?? payloadHashOf(withoutDeclaredHash(request), scheme) ?? '';
  const canonical = canonicalRequest(request, signedHeaders, payloadHash);
  const own = splitParts(canonical);
  const isSigned = (text: string, secretKey = key.secret): boolean =>
    timingSafeEqual(
      computeSignature({ scheme, accessKey, secretKey, date, canonical: text }),
      claim.signature,
    );
  const facts = { canonical, stringToSign: stringToSign({ scheme, date, canonical }) };
  const oddities = odditiesOf(request, claim, key, times);
  if (verifySignature(request, claim, key.secret))
    return { ...facts, verdict: 'right', signed: undefined, differences: [], oddities };
  const told = signedCanonical === undefined ? undefined : splitTold(signedCanonical);
  const found = findSigned();
  if (found !== undefined) {
    const differences = differencesOf(own, found);
    return { ...facts, verdict: 'differs', signed: joinParts(found), differences, oddities };
  }
  const further: readonly Oddity[] = [
    ...(isSigned(canonical, `${key.secret}\n`) ? (['line_break_in_secret'] as const) : []),
    ...(told === undefined ? [] : (['not_what_was_signed'] as const)),
  ];
  // What the client says is still worth a look.
  const differences = told === undefined ? [] : differencesOf(own, told);
  return {
    ...facts,
    verdict: 'unknown',
    signed: undefined,
    differences,
    oddities: [...oddities, ...further],
  };

  function findSigned(): CanonicalParts | undefined {
    if (told !== undefined && isSigned(joinParts(told))) return told;
    for (const parts of [own, ...likelyMistakes(request, own, hashNameOf(scheme))])
      if (isSigned(joinParts(parts))) return parts;
    return undefined;
  }
}

/** As it was pasted, with line ends of any kind, and Latin-1 as it is hashed. */
function splitTold(text: string): CanonicalParts {
  return splitParts(Buffer.from(text.replaceAll('\r\n', '\n').replace(/\n+$/, '')).toString('latin1'));
}

function odditiesOf(
  request: PastedRequest,
  claim: SignatureClaim,
  key: DiagnosedKey,
  times: JudgedBy,
): Oddity[] {
  const { scheme, signedHeaders } = claim;
  const sent = new Set(request.headers.map(([name]) => name));
  const at = signedAt(request);
  const day = at?.toISOString().slice(0, 10).replaceAll('-', '');
  const when = (holds: boolean, oddity: Oddity): Oddity[] => (holds ? [oddity] : []);
  return [
    ...when(at === undefined, 'no_date'),
    ...when(at !== undefined && Math.abs(at.getTime() - times.now.getTime()) > maxSkewMs, 'clock'),
    ...when(scheme.algorithm === 'V11-HMAC-SHA256' && scheme.scope.slice(0, 8) !== day, 'scope_date'),
    ...when(!signedHeaders.every((name) => sent.has(name)), 'unsent_header'),
    ...when(payloadHashOf(request, scheme) === undefined, 'false_payload_hash'),
    ...when(key.temporary !== undefined && !sent.has('x-security-token'), 'no_security_token'),
    ...when(key.temporary === undefined && sent.has('x-security-token'), 'needless_security_token'),
    ...when(key.temporary !== undefined && key.temporary.expiresAt <= times.serviceNow, 'key_expired'),
  ];
}

function withoutDeclaredHash(request: PastedRequest): PastedRequest {
  return { ...request, headers: request.headers.filter(([name]) => !name.startsWith('x-sdk-content-')) };
}
