import { Type } from 'typebox';
import { noControlCharacters } from '../../text/oneLine.js';

/** A name, description or reason: one line of any script. */
export function oneLineText(
  max: number,
  options: { readonly minLength?: number; readonly description?: string } = {},
) {
  return Type.String({ maxLength: max, pattern: noControlCharacters, ...options });
}

/** What a list may be narrowed to: any text, which nothing may fit. */
export const Filter = Type.Optional(Type.String({ maxLength: 255 }));

/** One plain mail address (`text/emailAddress.ts`), or nothing. */
export function mailAddressText(max: number) {
  return Type.String({ maxLength: max, format: 'email' });
}
