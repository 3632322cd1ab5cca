import { ed25519 } from '@noble/curves/ed25519.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Buffer } from 'buffer/';

/**
 * What the verifier of receipts and the signing of requests take from `node:crypto`, for browsers: SHA-256, HMAC and Ed25519 (RFC 8032),
 * synchronous as there.
 */

interface Digest {
  update(part: Uint8Array | string): Digest;
  digest(): Buffer;
  digest(encoding: 'hex'): string;
}

/** The length of what stands before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410 §4). */
const spkiHeadLength = 12;

export function createHash(name: string): Digest {
  demand(name);
  return digestOf(sha256.create());
}

export function createHmac(name: string, key: Uint8Array | string): Digest {
  demand(name);
  return digestOf(hmac.create(sha256, typeof key === 'string' ? new TextEncoder().encode(key) : key));
}

export function hash(name: string, data: Uint8Array, _encoding: 'hex'): string {
  return createHash(name).update(data).digest('hex');
}

export const getHashes = (): readonly string[] => ['sha256'];

export function createPublicKey({ key }: { readonly key: Uint8Array }): Uint8Array {
  return key.subarray(spkiHeadLength);
}

export function verify(_algorithm: null, data: Uint8Array, key: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, data, key, { zip215: false });
  } catch {
    // A signature or key that is no such thing at all; Node.js says false, too.
    return false;
  }
}

function digestOf(state: { update(part: Uint8Array): unknown; digest(): Uint8Array }): Digest {
  function digest(): Buffer;
  function digest(encoding: 'hex'): string;
  function digest(encoding?: 'hex'): Buffer | string {
    const bytes = Buffer.from(state.digest());
    return encoding === undefined ? bytes : bytes.toString(encoding);
  }
  const begun: Digest = {
    update(part) {
      state.update(typeof part === 'string' ? new TextEncoder().encode(part) : part);
      return begun;
    },
    digest,
  };
  return begun;
}

function demand(name: string): void {
  if (name !== 'sha256') throw new Error(`There is no ${name} in the browser.`);
}
