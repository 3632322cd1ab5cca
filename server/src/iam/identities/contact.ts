import { ApiError } from '../../errors/errors.js';
import { isMailAddress } from '../../text/emailAddress.js';

/** How a user can be reached, as far as it was told; '' for what was not. */
export interface Contact {
  readonly email: string;
  readonly areacode: string;
  readonly phone: string;
}

/** @throws {ApiError} 1102 */
export function parseEmail(text: string): string {
  if (text !== '' && !isMailAddress(text)) throw new ApiError('1102');
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
