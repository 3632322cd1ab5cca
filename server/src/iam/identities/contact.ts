import { ApiError } from '../../http/errors.js';

/** How a user can be reached, as far as it was told; '' for what was not. */
export interface Contact {
  readonly email: string;
  readonly areacode: string;
  readonly phone: string;
}

/** One @, no white space, no control characters, a host with a dot-free or dotted name; what mail servers make of it is theirs. */
const address = /^[^\s@<>"(),:;\\[\]\p{C}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,188}[\p{L}\p{N}])?$/u;

/** @throws {ApiError} 1102 */
export function parseEmail(text: string): string {
  if (text !== '' && (text.length > 255 || !address.test(text) || text.includes('..')))
    throw new ApiError('1102');
  return text;
}

/**
 * A mobile number and its country code, both or neither.
 * @throws {ApiError} 1106, 1104
 */
export function parsePhone(areacode: string, phone: string): { areacode: string; phone: string } {
  if ((areacode === '') !== (phone === '')) throw new ApiError('1106');
  if (phone !== '' && !(/^[0-9]{3,32}$/.test(phone) && /^(?:\+|00)?[0-9]{1,6}$/.test(areacode)))
    throw new ApiError('1104');
  return { areacode, phone };
}
