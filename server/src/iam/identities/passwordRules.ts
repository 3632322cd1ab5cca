import { ApiError, type ErrorArgument } from '../../errors/errors.js';

const shortest = 8;
const longest = 32;
const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{Ll}\p{Lu}\p{N}]/u];
const fewestClasses = 2;
const fewestDifferent = 4;

/**
 * Checks a new password: 8 to 32 characters, of at least two of: small letters, capitals, digits, others
 * (docs/reference/limits.md#passwords).
 * @throws {ApiError} 1103, or 1118 for one that is guessed first
 */
export function checkNewPassword(password: string, userName: string): void {
  const characters = Array.from(password);
  if (characters.length < shortest || characters.length > longest) {
    throw refused('1103', '8 to 32 characters', '长度为8到32个字符');
  }
  if (/[\p{Cc}\p{Cs}]/u.test(password)) {
    throw refused('1103', 'it has control characters', '包含控制字符');
  }
  if (classes.filter((one) => one.test(password)).length < fewestClasses) {
    throw refused(
      '1103',
      'at least two of small letters, capitals, digits and other characters',
      '至少包含小写字母、大写字母、数字、特殊字符中的两种',
    );
  }
  if (new Set(characters).size < fewestDifferent) {
    throw refused('1118', 'hardly any different characters', '不同字符过少');
  }
  const plain = password.toLowerCase();
  const name = userName.toLowerCase();
  if (plain === name || plain === Array.from(name).toReversed().join('')) {
    throw refused('1118', 'it is the user name', '与用户名相同');
  }
  if (guessedFirst.has(plain)) throw refused('1118', 'it is among the most used', '属于常用密码');
}

/** The most used ones that pass the other rules. */
const guessedFirst = new Set([
  'password1',
  'password12',
  'password123',
  'password1!',
  'passw0rd',
  'p@ssw0rd',
  'p@ssword',
  'p@ssw0rd1',
  'qwerty123',
  'qwerty12',
  'abcd1234',
  'abc12345',
  'abc123456',
  'a1234567',
  'a12345678',
  'admin123',
  'admin@123',
  'admin1234',
  'huawei@123',
  'huawei12#$',
  'welcome1',
  'welcome123',
  'letmein1',
  'iloveyou1',
  '1q2w3e4r',
  '1qaz2wsx',
  '1qaz@wsx',
  'test1234',
  'changeme1',
]);

function refused(code: '1103' | '1118', en: string, zh: string): ApiError {
  const reason: ErrorArgument = { en, zh };
  return new ApiError(code, [reason]);
}
