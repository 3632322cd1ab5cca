/** Writes bytes as base64url without padding (RFC 4648 §5). By way of base64, which Buffers outside of Node.js know, too. */
export function toBase64Url(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Reads base64url. What is not of its alphabet is skipped, as Buffers do: whoever cares writes it again and compares. */
export function fromBase64Url(text: string): Buffer {
  return Buffer.from(text.replaceAll('-', '+').replaceAll('_', '/'), 'base64');
}
