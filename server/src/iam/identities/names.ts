import { ApiError, type ErrorArgument } from '../../errors/errors.js';
import { likenessOf } from './likeness.js';

/** A name that passed, and what it looks like. */
export interface Name {
  readonly name: string;
  readonly likeness: string;
}

const longest = 64;
const maxDescriptionLength = 255;

/** Nothing that cannot be seen or turns the reading direction around, no lone halves of a character, no private ones. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800]/u;
/** What breaks URNs, paths and mark-up that a name is put into. */
const forbidden = /[<>&"\\/|:;`$?*#%{}]/u;

/**
 * The name of a user, group, account or enterprise project: 1 to 64 characters of any script, in Unicode's composed form.
 * @throws {ApiError} 1101 that says what is wrong
 */
export function parseName(text: string): Name {
  const name = text.normalize('NFC');
  const length = Array.from(name).length;
  if (length === 0 || length > longest) throw invalid('1 to 64 characters', '长度为1到64个字符');
  if (unseen.test(name)) throw invalid('it has characters that cannot be seen', '包含不可见字符');
  if (/^\s|\s$/u.test(name)) throw invalid('it begins or ends with a space', '首尾不能是空格');
  if (/[^\S ]/u.test(name)) throw invalid('it has a space that is none', '包含特殊空白字符');
  if (forbidden.test(name)) {
    throw invalid('these characters are not allowed: < > & " \\ / | : ; ` $ ? * # % { }', '包含不允许的字符');
  }
  return { name, likeness: likenessOf(name) };
}

/** @throws {ApiError} 1117 */
export function parseDescription(text: string): string {
  if (Array.from(text).length > maxDescriptionLength || /[\p{Cc}\p{Cs}]/u.test(text) || /[<>&]/.test(text)) {
    throw new ApiError('1117');
  }
  return text;
}

function invalid(en: string, zh: string): ApiError {
  const reason: ErrorArgument = { en, zh };
  return new ApiError('1101', [reason]);
}
