import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';

/** A certificate with its chain, and its key; PEM. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

/** What a pair is good for. */
export interface TlsPairFacts {
  readonly validTo: Date;
}

/**
 * Looks whether a pair can be used, before anybody relies on it.
 * @returns what it is good for, or what is wrong with it, in words that name the part at fault and hold nothing of the key
 */
export function judgeTlsPair({ cert, key }: TlsPair): TlsPairFacts | string {
  let leaf: X509Certificate;
  try {
    leaf = new X509Certificate(cert);
  } catch {
    return 'the certificate is not PEM (-----BEGIN CERTIFICATE-----)';
  }
  try {
    const privateKey = createPrivateKey(key);
    if (!leaf.checkPrivateKey(privateKey)) return 'the key is not that of the certificate';
  } catch {
    return 'the key is not a PEM private key without a passphrase (-----BEGIN PRIVATE KEY-----)';
  }
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    return `they cannot be used for TLS: ${error instanceof Error ? error.message : String(error)}`;
  }
  return { validTo: new Date(leaf.validTo) };
}
