const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What an application for codes makes of a secret that is typed. */
export function fromBase32(text: string): Buffer {
  const bits = text
    .split('')
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
