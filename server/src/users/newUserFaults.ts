// Of rules that are code, without Node.js's modules: the console holds a list of users to them before it asks the service.
import { parseApiTime } from '../http/apiTimes.js';
import { isMailAddress } from '../text/emailAddress.js';
import { noControlCharacters } from '../text/oneLine.js';
import {
  contradictionOf,
  userAliasLength,
  userDescriptionLength,
  userEmailLength,
  userNameLength,
  userNamePattern,
  userPasswordLength,
  userPhoneLength,
  userPhonePattern,
} from './userFields.js';

/** The fields of a new user that a list may have, each the text that stands there. */
export type NewUserFields = Readonly<Partial<Record<NewUserField, string>>>;

export const newUserFields = [
  'user_name',
  'user_email',
  'user_phone',
  'password',
  'description',
  'account_expires',
  'alias_name',
] as const;
export type NewUserField = (typeof newUserFields)[number];

export type NewUserFault =
  | 'noName'
  | 'name'
  | 'email'
  | 'phone'
  | 'password'
  | 'description'
  | 'alias'
  | 'expires'
  | 'noContact';

const forms = {
  user_name: new RegExp(userNamePattern),
  user_phone: new RegExp(userPhonePattern),
  oneLine: new RegExp(noControlCharacters),
} as const;

/** As CreateDesktopUser takes it: who has a password is active at once, who has none chooses it. */
export function newUserBody<Fields extends NewUserFields>(
  fields: Fields,
): Fields & { readonly user_name: string; readonly active_type: 'USER_ACTIVATE' | 'ADMIN_ACTIVATE' } {
  const { user_name = '', password } = fields;
  return {
    ...fields,
    user_name,
    active_type: password === undefined ? 'USER_ACTIVATE' : 'ADMIN_ACTIVATE',
  };
}

/** What may be wrong with the name of a row beside the others. */
export type NameFault =
  | { readonly kind: 'noName' | 'exists' }
  /** It stands in that row already. */
  | { readonly kind: 'twice'; readonly first: number };

/**
 * Looks at the names of a list, asked row by row.
 * @param there names of users who exist, in lower case
 */
export function createNameCheck(
  there: ReadonlySet<string>,
): (row: number, name: string) => NameFault | undefined {
  const firstRows = new Map<string, number>();
  return (row, name) => {
    const key = name.toLowerCase();
    if (key === '') return { kind: 'noName' };
    const first = firstRows.get(key);
    if (first !== undefined) return { kind: 'twice', first };
    firstRows.set(key, row);
    return there.has(key) ? { kind: 'exists' } : undefined;
  };
}

/** Everything that CreateDesktopUser would refuse for what is in a row, field by field. @param fields none of them empty */
export function findNewUserFaults(
  fields: NewUserFields,
): readonly { readonly field: NewUserField; readonly kind: NewUserFault }[] {
  const { user_name, user_email, user_phone, password, description, account_expires, alias_name } = fields;
  const faults: { field: NewUserField; kind: NewUserFault }[] = [];
  const say = (isWrong: boolean, field: NewUserField, kind: NewUserFault): void => {
    if (isWrong) faults.push({ field, kind });
  };
  if (user_name === undefined) say(true, 'user_name', 'noName');
  else say(!fits(user_name, userNameLength, forms.user_name), 'user_name', 'name');
  if (user_email !== undefined)
    say(lengthOf(user_email) > userEmailLength || !isMailAddress(user_email), 'user_email', 'email');
  if (user_phone !== undefined)
    say(!fits(user_phone, userPhoneLength, forms.user_phone), 'user_phone', 'phone');
  if (description !== undefined)
    say(!fits(description, userDescriptionLength, forms.oneLine), 'description', 'description');
  if (alias_name !== undefined) say(!fits(alias_name, userAliasLength, forms.oneLine), 'alias_name', 'alias');
  if (account_expires !== undefined)
    say(account_expires !== '0' && parseApiTime(account_expires) === undefined, 'account_expires', 'expires');
  const contradiction = contradictionOf(newUserBody(fields));
  const isLong = password !== undefined && lengthOf(password) > userPasswordLength;
  say(isLong || contradiction === 'shortPassword', 'password', 'password');
  say(contradiction === 'noContact', 'user_email', 'noContact');
  return faults;
}

function fits(text: string, length: number, form: RegExp): boolean {
  return lengthOf(text) <= length && form.test(text);
}

/** As JSON Schema counts: characters, not halves of them. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
