import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Ambient } from '../ambient.js';

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/**
 * AES-256-GCM with a fresh random nonce.
 * @param context is bound to the result: a sealed value moved to another place does not open there
 * @returns nonce, tag, ciphertext
 */
export function sealBytes(ambient: Ambient, key: Buffer, plain: Buffer, context: string): Buffer {
  const nonce = ambient.randomBytes(nonceLength);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength });
  cipher.setAAD(Buffer.from(context));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** Opens what {@link sealBytes} made. Undefined when the key, the context or any byte differs. */
export function openBytes(key: Buffer, sealed: Buffer, context: string): Buffer | undefined {
  if (sealed.length < nonceLength + tagLength) return undefined;
  const nonce = sealed.subarray(0, nonceLength);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagLength });
  decipher.setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
  decipher.setAAD(Buffer.from(context));
  const start = decipher.update(sealed.subarray(nonceLength + tagLength));
  try {
    return Buffer.concat([start, decipher.final()]);
  } catch {
    return undefined;
  }
}
