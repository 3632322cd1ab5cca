/** Texts about the second factor at the desk, in English. */
export const secondFactorEn = {
  help: {
    factor: 'the second factor of those who sign in to desktops: a code of a device',
    show: 'show whether it is asked for, and of whom',
    on: 'ask for it, at once: of those who are named, of everybody while nobody is',
    everybody: 'of everybody: whoever is named is so no longer',
    off: 'ask for it no longer; devices stay set up',
    add: 'ask it of these users and groups; once somebody is named, of nobody else',
    remove:
      'ask it of these users and groups no longer; while it is on, not of the last: see on --everybody, and off',
    users: 'names or IDs of desktop users',
    groups: 'names or IDs of user groups',
    forget: 'take a lost device off a desktop user, who then sets up another one',
  },
  off: 'No second factor is asked for.',
  everybody: 'A second factor is asked of everybody.',
  some: 'A second factor is asked of these.',
  offOfSome: 'No second factor is asked for; if switched on, of these:',
  kinds: { USER: 'user', USER_GROUP: 'group' },
  titles: { kind: 'KIND', name: 'NAME', id: 'ID' },
  nobody: 'nobody is named: give --user or --group.',
  notNamed: (name: string) => `${name} was not named for the second factor.`,
  noDevice: (name: string) => `${name} has no device.`,
  forgotten: (name: string) => `${name} has no device any more; sessions that it let in have ended.`,
};

/** The same in Chinese. */
export const secondFactorZh: typeof secondFactorEn = {
  help: {
    factor: '桌面用户登录时的辅助认证：设备上的验证码',
    show: '查看是否启用及应用对象',
    on: '立即启用：应用于指定的对象；未指定时应用于所有用户',
    everybody: '应用于所有用户：不再指定对象',
    off: '停用；已绑定的设备保留',
    add: '增加应用的用户和用户组；指定后不再应用于其他用户',
    remove: '移除应用的用户和用户组；启用期间不能移除最后一个，见 on --everybody 和 off',
    users: '桌面用户的名称或ID',
    groups: '用户组的名称或ID',
    forget: '解绑桌面用户遗失的设备，用户随后绑定另一台',
  },
  off: '未启用辅助认证。',
  everybody: '辅助认证应用于所有用户。',
  some: '辅助认证应用于以下对象。',
  offOfSome: '未启用辅助认证；启用后应用于以下对象：',
  kinds: { USER: '用户', USER_GROUP: '用户组' },
  titles: { kind: '类型', name: '名称', id: 'ID' },
  nobody: '未指定对象：请使用--user或--group。',
  notNamed: (name) => `${name}不是辅助认证的应用对象。`,
  noDevice: (name) => `${name}没有设备。`,
  forgotten: (name) => `已解绑${name}的设备；凭其登录的会话已结束。`,
};
