import { verify } from 'node:crypto';
import { toPublicKey } from './publicKeys.js';

/** A signed payload (DSSE v1). Payload and signatures are in standard base64. */
export interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/**
 * The bytes to sign (DSSE "PAE"). They bind the payload to its type: a signature on one type of statement is invalid for
 * another.
 */
export function bytesToSign(payloadType: string, payload: Buffer): Buffer {
  const type = Buffer.from(payloadType, 'utf8');
  const head = `DSSEv1 ${type.length} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, 'utf8'), payload]);
}

/** Combines a payload and its signature. */
export function makeEnvelope(
  payloadType: string,
  payload: Buffer,
  keyid: string,
  signature: Buffer,
): Envelope {
  return {
    payload: payload.toString('base64'),
    payloadType,
    signatures: [{ keyid, sig: signature.toString('base64') }],
  };
}

/** Why an envelope is refused. */
export type EnvelopeFault =
  | 'wrong-type'
  | 'not-base64'
  | 'not-one-signature'
  | 'unknown-key'
  | 'bad-signature';

/**
 * Checks an envelope: it must have the expected type and exactly one signature, made by a known key.
 * @param keys 32-byte Ed25519 public keys by id
 * @returns the payload, or the fault
 */
export function openEnvelope(
  envelope: Envelope,
  payloadType: string,
  keys: ReadonlyMap<string, Buffer>,
): { readonly payload: Buffer } | { readonly fault: EnvelopeFault } {
  if (envelope.payloadType !== payloadType) return { fault: 'wrong-type' };
  const [signature, second] = envelope.signatures;
  if (signature === undefined || second !== undefined) return { fault: 'not-one-signature' };
  const payload = decodeBase64(envelope.payload);
  const bytes = decodeBase64(signature.sig);
  if (payload === undefined || bytes === undefined) return { fault: 'not-base64' };
  const key = keys.get(signature.keyid);
  if (key === undefined) return { fault: 'unknown-key' };
  const good = verify(null, bytesToSign(payloadType, payload), toPublicKey(key), bytes);
  return good ? { payload } : { fault: 'bad-signature' };
}

/** Decodes standard base64 with padding. @returns undefined for any other text */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
