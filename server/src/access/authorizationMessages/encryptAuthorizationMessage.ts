import type { Logger } from 'pino';
import type { Ambient } from '../../ambient.js';
import { sealBytes } from '../../secrets/sealing.js';
import type { AccessDeniedFacts } from '../accessDenied.js';
import { contextOf, type MessageHead, writeHead } from './authorizationMessage.js';
import { type AuthorizationMessageKeys, authorizationMessageLifetimeMs } from './authorizationMessageKeys.js';
import { writeAuthorizationText } from './authorizationText.js';
import { padText } from './lengthBuckets.js';

export interface EncodeParts {
  readonly ambient: Ambient;
  readonly keys: AuthorizationMessageKeys;
}

/**
 * Encrypts why access was denied, for the `encoded_authorization_message` of the answer (D14). Its length is one of few and
 * tells a reader without the key nothing.
 * @returns opaque text of at most 10 240 characters
 */
export async function encryptAuthorizationMessage(
  { ambient, keys }: EncodeParts,
  facts: AccessDeniedFacts,
): Promise<string> {
  const { id, key } = await keys.current();
  const head: MessageHead = {
    keyId: id,
    expiresAt: new Date(facts.at.getTime() + authorizationMessageLifetimeMs),
  };
  const plain = padText(writeAuthorizationText(facts));
  const sealed = sealBytes(ambient, key, plain, contextOf(head, facts.principal.domainId));
  return Buffer.concat([writeHead(head), sealed]).toString('base64url');
}

/** Encrypts authorization messages for answers. */
export type EncryptAuthorizationMessage = (facts: AccessDeniedFacts) => Promise<string | undefined>;

/** @returns an encoder that never fails: without a message the answer still says that access was denied */
export function createAuthorizationMessages(
  parts: EncodeParts & { readonly logger: Logger },
): EncryptAuthorizationMessage {
  return async (facts) => {
    try {
      return await encryptAuthorizationMessage(parts, facts);
    } catch (error) {
      parts.logger.error({ err: error }, 'an authorization message could not be encrypted');
      return undefined;
    }
  };
}
