// Without any import: the console holds what is typed to the same rules.

/** JSON Schema pattern of a desktop user's name (docs/reference/users.md#names). */
export const userNamePattern = '^(?:[a-zA-Z0-9]{1,32}|[a-zA-Z0-9][a-zA-Z0-9._-]{0,30}[a-zA-Z0-9-])$';
/** A desktop user's name has at most this many characters. */
export const userNameLength = 32;
/** A desktop user's e-mail address has at most this many characters. */
export const userEmailLength = 64;
/** JSON Schema pattern of a telephone number or nothing. */
export const userPhonePattern = '^(?:\\+?[0-9][0-9 -]*)?$';
/** A telephone number has at most this many characters. */
export const userPhoneLength = 20;

/** A password of a desktop user has at least this many characters. */
export const userPasswordMinimum = 8;
/** A password of a desktop user has at most this many characters. */
export const userPasswordLength = 32;
/** What is said of a desktop user has at most this many characters. */
export const userDescriptionLength = 255;
/** Another name of a desktop user has at most this many characters. */
export const userAliasLength = 55;

/** What CreateDesktopUser does not take together. */
export type UserContradiction = 'shortPassword' | 'noPassword' | 'noContact';

/** The rules of docs/reference/users.md#creating that tie the fields of a new user together. */
export function contradictionOf(body: {
  readonly active_type?: string;
  readonly password?: string;
  readonly user_email?: string;
  readonly user_phone?: string;
}): UserContradiction | undefined {
  const { password = '', user_email = '', user_phone = '' } = body;
  if (password !== '' && password.length < userPasswordMinimum) return 'shortPassword';
  if (body.active_type === 'ADMIN_ACTIVATE') return password === '' ? 'noPassword' : undefined;
  return user_email === '' && user_phone === '' ? 'noContact' : undefined;
}

/** The titles that a column of a table of users may have, in lower case, by the field of CreateDesktopUser. */
export const userColumns: Readonly<Record<string, readonly string[]>> = {
  user_name: ['user_name', 'name', 'user', '用户名', '用户'],
  user_email: ['user_email', 'email', 'e-mail', 'mail', 'mail address', '邮箱', '电子邮箱', '电子邮件'],
  user_phone: ['user_phone', 'phone', 'telephone', '手机号', '手机', '电话'],
  password: ['password', '密码'],
  description: ['description', '描述', '备注'],
  account_expires: ['account_expires', 'expires', '到期时间', '过期时间'],
  alias_name: ['alias_name', 'alias', '别名'],
};

/** The titles of an export of users for what it says besides, which creating a user does not take. */
export const exportedBesides = {
  en: ['Activation', 'State', 'Groups', 'Desktops', 'ID'],
  zh: ['激活类型', '状态', '用户组', '桌面数', '用户ID'],
} as const;

/**
 * A table of users that names each. A password may begin or end with a blank; so may what is said of a user, and another name, where an
 * export or somebody put them in quotes.
 */
export const userTable = {
  columns: userColumns,
  required: 'user_name',
  verbatim: ['password'],
  quoted: ['description', 'alias_name'],
  unread: [...exportedBesides.en, ...exportedBesides.zh].map((title) => title.toLowerCase()),
} as const;
