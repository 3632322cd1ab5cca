import { verify } from 'node:crypto';
import { toPublicKey } from './publicKeys.js';

/** A signed payload (DSSE v1). Payload and signatures are in standard base64. */
export interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/**
 * What is signed: the payload bound to its type, so that a signature on one kind of statement is none on another (DSSE
 * "PAE").
 */
export function bytesToSign(payloadType: string, payload: Buffer): Buffer {
  const type = Buffer.from(payloadType, 'utf8');
  const head = `DSSEv1 ${type.length} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, 'utf8'), payload]);
}

/** Puts a payload and its one signature together. */
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

/** Why an envelope is not accepted. */
export type EnvelopeFault =
  | 'wrong-type'
  | 'not-base64'
  | 'not-one-signature'
  | 'unknown-key'
  | 'bad-signature';

/**
 * Opens an envelope that must be of the wanted type and carry exactly one signature, by a known key.
 * @param keys 32-byte Ed25519 public keys by id
 * @returns the payload, or what is wrong
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

/** Undefined unless it is the one base64 text of its bytes. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
