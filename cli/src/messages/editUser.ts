/** Texts about changing a desktop user, in English. */
export const editUserEn = (deskplane: string) => ({
  help: {
    edit: 'change the address, telephone number, description or expiry of a desktop user',
    email: 'new email address',
    phone: 'new telephone number',
    description: 'new description',
    expires: 'when the user expires, such as 2030-01-31T00:00:00Z, or never',
    disable:
      'disable a desktop user: no sign-in until enabled again; the sessions end, and the screens close',
    enable: 'let a disabled desktop user sign in again',
  },
  edited: (name: string) => `${name} is changed.`,
  disabled: (name: string) => `${name} is disabled.`,
  enabled: (name: string) => `${name} is enabled.`,
  stillLocked: (name: string, word: string) =>
    `${name} is enabled, but still locked. Run: ${deskplane} user unlock ${word}`,
  stillDisabled: (name: string, word: string) =>
    `${name} is not locked now, but still disabled. Run: ${deskplane} user enable ${word}`,
  nothing: 'nothing to change: give --email, --phone, --description or --expires.',
});

/** The same in Chinese. */
export const editUserZh = (deskplane: string): ReturnType<typeof editUserEn> => ({
  help: {
    edit: '修改桌面用户的邮箱、电话、描述或到期时间',
    email: '新的邮箱地址',
    phone: '新的电话号码',
    description: '新的描述',
    expires: '用户何时到期，例如 2030-01-31T00:00:00Z，或 never（永不）',
    disable: '停用桌面用户：重新启用前不能登录；其会话结束，画面关闭',
    enable: '重新启用已停用的桌面用户',
  },
  edited: (name) => `${name} 已修改。`,
  disabled: (name) => `${name} 已停用。`,
  enabled: (name) => `${name} 已启用。`,
  stillLocked: (name, word) => `${name} 已启用，但仍被锁定。请运行：${deskplane} user unlock ${word}`,
  stillDisabled: (name, word) =>
    `${name} 现在未被锁定，但仍处于停用状态。请运行：${deskplane} user enable ${word}`,
  nothing: '没有要修改的内容：请指定 --email、--phone、--description 或 --expires。',
});
