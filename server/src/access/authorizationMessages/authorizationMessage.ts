/** What stands in front of an encrypted authorization message. Not secret, but bound to it: a changed head opens nothing. */
export interface MessageHead {
  /** UUID. */
  readonly keyId: string;
  readonly expiresAt: Date;
}

/** First byte: the format, should there ever be a second one. */
const format = 1;
const headLength = 1 + 16 + 6;

/** The most characters of an encoded message (docs/reference/policies.md#authorization-messages). */
export const maxMessageLength = 10_240;

/** Bound to the ciphertext: for which account it is, with which key and until when it can be opened. */
export function contextOf({ keyId, expiresAt }: MessageHead, domainId: string): string {
  return `denial:${format}:${domainId}:${keyId}:${expiresAt.getTime()}`;
}

export function writeHead({ keyId, expiresAt }: MessageHead): Buffer {
  const head = Buffer.alloc(headLength);
  head[0] = format;
  head.set(Buffer.from(keyId.replaceAll('-', ''), 'hex'), 1);
  head.writeUIntBE(expiresAt.getTime(), 17, 6);
  return head;
}

/**
 * Takes a message apart.
 * @returns undefined for what cannot be one: there is exactly one way to write each message
 */
export function readMessage(text: string): { head: MessageHead; sealed: Buffer } | undefined {
  if (text.length > maxMessageLength) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length <= headLength || bytes[0] !== format || bytes.toString('base64url') !== text)
    return undefined;
  const keyId = bytes.toString('hex', 1, 17).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return {
    head: { keyId, expiresAt: new Date(bytes.readUIntBE(17, 6)) },
    sealed: bytes.subarray(headLength),
  };
}
