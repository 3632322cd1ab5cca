import { maxAuthorizationTextLength } from './authorizationText.js';

const lengthLength = 4;

/**
 * The lengths of a padded authorization message, in bytes. There are only three, so that the length of the encoded message
 * tells next to nothing. Most messages have the first.
 */
const lengthBuckets = [2048, 4096, lengthLength + maxAuthorizationTextLength] as const;

/**
 * Fills a text up to the next of the lengths, with zeros behind it and its own length in front.
 * @throws {Error} when the text is longer than {@link maxAuthorizationTextLength}
 */
export function padText(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const size = lengthBuckets.find((each) => lengthLength + length <= each);
  if (size === undefined) throw new Error(`An authorization message of ${length} bytes does not fit.`);
  const padded = Buffer.alloc(size);
  padded.writeUInt32BE(length, 0);
  padded.write(text, lengthLength, 'utf8');
  return padded;
}

/** Takes the text out of what {@link padText} made. */
export function unpadText(padded: Buffer): string {
  const length = padded.readUInt32BE(0);
  return padded.toString('utf8', lengthLength, lengthLength + length);
}
