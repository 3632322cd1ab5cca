import type { TableForm } from '@deskplane/server/tables/readTable.js';
import { userColumns } from '@deskplane/server/users/userFields.js';

const { user_email = [], user_phone = [] } = userColumns;

/** What a list of desktops may have of each: what CreateDesktop takes per desktop. */
export const listForm: TableForm = {
  columns: {
    computer_name: [
      'computer_name',
      'computer name',
      'computer',
      'name',
      'desktop',
      '计算机名',
      '计算机名称',
      '桌面',
      '桌面名称',
      '名称',
    ],
    user_name: ['user_name', 'user name', 'username', 'user', '用户', '用户名', '用户名称'],
    user_email: [...user_email, 'user e-mail', 'user email', '邮件'],
    user_phone: [...user_phone, '手机号码', '电话号码'],
    user_group: ['user_group', 'user group', 'group', '用户组', '组'],
  },
  untitled: ['computer_name', 'user_name', 'user_email', 'user_phone', 'user_group'],
};

export const fields = ['computer_name', 'user_name', 'user_email', 'user_phone', 'user_group'] as const;
export type Field = (typeof fields)[number];

/** As CreateDesktop knows them. */
export const groups = ['sudo', 'default', 'administrators', 'users'] as const;
export type Group = (typeof groups)[number];

export function isGroup(text: string): text is Group {
  return groups.some((group) => group === text);
}
