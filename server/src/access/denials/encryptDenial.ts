import type { Logger } from 'pino';
import type { Ambient } from '../../ambient.js';
import { sealBytes } from '../../secrets/sealing.js';
import { contextOf, type MessageHead, padText, writeHead } from './authorizationMessage.js';
import { type AuthorizationMessageKeys, authorizationMessageLifetimeMs } from './authorizationMessageKeys.js';
import { writeAuthorizationText } from './authorizationText.js';
import type { DenialFacts } from './denial.js';

export interface EncodeParts {
  readonly ambient: Ambient;
  readonly keys: AuthorizationMessageKeys;
}

/**
 * Encrypts why somebody was refused, for the `encoded_authorization_message` of the answer (D14). Tells whoever
 * cannot open it nothing: not even its length, which is one of few.
 * @returns opaque text of at most 10 240 characters
 */
export async function encryptDenial({ ambient, keys }: EncodeParts, facts: DenialFacts): Promise<string> {
  const { id, key } = await keys.current();
  const head: MessageHead = {
    keyId: id,
    expiresAt: new Date(facts.at.getTime() + authorizationMessageLifetimeMs),
  };
  const plain = padText(writeAuthorizationText(facts));
  const sealed = sealBytes(ambient, key, plain, contextOf(head, facts.principal.domainId));
  return Buffer.concat([writeHead(head), sealed]).toString('base64url');
}

/** Encrypts denials for answers. */
export type EncryptAuthorizationMessage = (facts: DenialFacts) => Promise<string | undefined>;

/** @returns an encoder that never fails: the refusal stands, and is told, without its message too */
export function createAuthorizationMessages(
  parts: EncodeParts & { readonly logger: Logger },
): EncryptAuthorizationMessage {
  return async (facts) => {
    try {
      return await encryptDenial(parts, facts);
    } catch (error) {
      parts.logger.error({ err: error }, 'a denial could not be encrypted');
      return undefined;
    }
  };
}
