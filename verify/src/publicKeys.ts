import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { fromBase64Url, toBase64Url } from './base64url.js';
import { canonicalBytes } from './canonicalJson.js';

/** An Ed25519 public key as JWK (RFC 8037). Its id is its thumbprint, so an id stands for exactly one key. */
export interface PublicJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
}

const rawLength = 32;
/** The prefix of the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410 §4). */
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');

/** Writes a key as JWK. @param raw the key's 32 bytes */
export function toJwk(raw: Buffer): PublicJwk {
  return {
    kty: 'OKP',
    crv: 'Ed25519',
    x: toBase64Url(raw),
    kid: keyIdOf(raw),
    alg: 'EdDSA',
    use: 'sig',
  };
}

/** The JWK thumbprint of a key (RFC 7638). @param raw the key's 32 bytes */
export function keyIdOf(raw: Buffer): string {
  const thumbprint = canonicalBytes({ kty: 'OKP', crv: 'Ed25519', x: toBase64Url(raw) });
  return toBase64Url(createHash('sha256').update(thumbprint).digest());
}

/** Makes a key object. @param raw the key's 32 bytes */
export function toPublicKey(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([spkiHead, raw]), format: 'der', type: 'spki' });
}

/** The 32 bytes of a public key object. */
export function rawKeyOf(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(spkiHead.length);
}

/** Reads a JWK. @returns undefined when it is not an Ed25519 key, or its id is not its thumbprint */
export function readJwk(value: unknown): { readonly kid: string; readonly raw: Buffer } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const field = (name: string): unknown => Reflect.get(value, name);
  const x = field('x');
  const kid = field('kid');
  if (field('kty') !== 'OKP' || field('crv') !== 'Ed25519') return undefined;
  if (typeof x !== 'string' || typeof kid !== 'string') return undefined;
  const raw = fromBase64Url(x);
  if (raw.length !== rawLength || toBase64Url(raw) !== x || keyIdOf(raw) !== kid) return undefined;
  return { kid, raw };
}
