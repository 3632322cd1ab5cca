import type { Language } from '../../errors/errors.js';
import { writeTable } from '../../tables/writeTable.js';
import { formatAccountExpiry } from '../accountExpiry.js';
import type { UserRow } from '../presentUser.js';
import { exportedBesides } from '../userFields.js';

/** Titles that an import takes for the fields that it creates a user from (`userColumns`). */
const titles = {
  en: ['Name', 'Email', 'Phone', 'Description', 'Expires', 'Alias'],
  zh: ['用户名', '邮箱', '手机号', '描述', '到期时间', '别名'],
} as const;
const passwordTitle = { en: 'Password', zh: '密码' } as const;

const words = {
  en: {
    USER_ACTIVATE: 'by the user',
    ADMIN_ACTIVATE: 'by the administrator',
    active: 'active',
    disabled: 'disabled',
    locked: 'locked',
    expired: 'expired',
    none: 'no password',
  },
  zh: {
    USER_ACTIVATE: '用户激活',
    ADMIN_ACTIVATE: '管理员激活',
    active: '正常',
    disabled: '已停用',
    locked: '已锁定',
    expired: '已过期',
    none: '无密码',
  },
} as const;

/** What may be read of a user for a file: no password, nor what could prove one. */
export type ExportedUser = Omit<UserRow, 'total_desktops'> & { readonly total_desktops: number };

/**
 * Users as CSV. The first columns are what an import creates a user from; what stands besides, an import passes over.
 * @param now on the service's clock
 */
export function writeUserFile(users: readonly ExportedUser[], language: Language, now: Date): Buffer {
  const rows = users.map((user) => [
    user.user_name,
    user.user_email,
    user.user_phone,
    user.description,
    user.account_expires_at === null ? '' : formatAccountExpiry(user.account_expires_at),
    user.alias_name,
    user.active_type === 'ADMIN_ACTIVATE' ? words[language].ADMIN_ACTIVATE : words[language].USER_ACTIVATE,
    words[language][stateOf(user, now)],
    user.group_names.join('\n'),
    String(user.total_desktops),
    user.id,
  ]);
  return Buffer.from(writeTable([[...titles[language], ...exportedBesides[language]], ...rows]));
}

function stateOf(user: ExportedUser, now: Date): 'active' | 'disabled' | 'locked' | 'expired' | 'none' {
  if (user.disabled) return 'disabled';
  if (user.locked) return 'locked';
  if (user.account_expires_at !== null && user.account_expires_at <= now) return 'expired';
  return user.password_state === 'set' ? 'active' : 'none';
}

/** A table without rows, to be filled in and imported. Who is active with a password from the administrator needs one. */
export function writeUserTemplate(language: Language, withPassword: boolean): Buffer {
  const columns = [...titles[language], ...(withPassword ? [passwordTitle[language]] : [])];
  return Buffer.from(writeTable([columns]));
}
