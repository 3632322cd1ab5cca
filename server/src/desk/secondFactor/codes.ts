import { createHmac, timingSafeEqual } from 'node:crypto';

/** A code for each of so many seconds (RFC 6238). */
export const stepSeconds = 30;
export const codeDigits = 6;
/** As RFC 4226 recommends, and as many as SHA-1 gives. */
export const secretBytes = 20;

/** Which of the steps since 1970 it is. @param now milliseconds since 1970 */
export const stepAt = (now: number): number => Math.floor(now / 1_000 / stepSeconds);

/** The code of a step (RFC 4226, RFC 6238 with SHA-1, which every application for codes knows). */
export function codeOf(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** codeDigits).padStart(codeDigits, '0');
}

/**
 * Which step a code of {@link codeDigits} digits is of: this one, or one before or after, for clocks that differ. All are looked at, so that the time that it takes
 * says nothing.
 * @returns undefined for a code of none of them
 */
export function stepOfCode(secret: Buffer, code: string, now: number): number | undefined {
  const present = stepAt(now);
  const right = [present - 1, present, present + 1].filter((step) =>
    timingSafeEqual(Buffer.from(codeOf(secret, step)), Buffer.from(code)),
  );
  return right.at(-1);
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** As applications for codes take a secret that is typed (RFC 4648, base 32 without padding). */
export function base32(bytes: Buffer): string {
  let text = '';
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((value >>> bits) & 31);
    }
  }
  return bits === 0 ? text : text + alphabet.charAt((value << (5 - bits)) & 31);
}

/** What such an application is opened with. @param issuer whose the account is, @param name the account there */
export function deviceAddress(secret: Buffer, issuer: string, name: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(name)}`;
  const query = [
    `secret=${base32(secret)}`,
    `issuer=${encodeURIComponent(issuer)}`,
    'algorithm=SHA1',
    `digits=${codeDigits}`,
    `period=${stepSeconds}`,
  ];
  return `otpauth://totp/${label}?${query.join('&')}`;
}
