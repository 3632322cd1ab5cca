import { contextOf, readMessage } from '../../access/authorizationMessages/authorizationMessage.js';
import type { EncodeParts } from '../../access/authorizationMessages/encryptAuthorizationMessage.js';
import { unpadText } from '../../access/authorizationMessages/lengthBuckets.js';
import type { DomainId } from '../../ids.js';
import { openBytes } from '../../secrets/sealing.js';

/**
 * Decrypts an authorization message for its account. Whether the caller may read it is asked before.
 * @param domainId of the caller's account: a message of another account does not open
 * @returns the JSON text; undefined for anything that is not a whole, unchanged, unexpired message of this account, and
 *   nothing tells these apart
 */
export async function decodeAuthorizationMessage(
  { ambient, keys }: EncodeParts,
  domainId: DomainId,
  message: string,
): Promise<string | undefined> {
  const read = readMessage(message);
  if (read === undefined || read.head.expiresAt <= ambient.serviceNow()) return undefined;
  const found = await keys.find(read.head.keyId);
  if (found === undefined) return undefined;
  const plain = openBytes(found.key, read.sealed, contextOf(read.head, domainId));
  return plain === undefined ? undefined : unpadText(plain);
}
