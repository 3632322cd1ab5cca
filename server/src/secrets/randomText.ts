import type { Ambient } from '../ambient.js';

export const upperCaseAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
export const lettersAndDigits = `${upperCaseAndDigits}abcdefghijklmnopqrstuvwxyz`;

/** A password that nobody has to remember: 24 letters and digits, 142 bits. */
export function randomPassword(ambient: Ambient): string {
  return randomText(ambient, lettersAndDigits, 24);
}

/** Every character of the alphabet is equally likely: bytes past its last whole multiple are thrown away. */
export function randomText(ambient: Ambient, alphabet: string, length: number): string {
  const fair = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of ambient.randomBytes(length)) {
      if (byte < fair && text.length < length) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
}
