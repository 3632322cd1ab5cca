/** Texts about who has a desktop and about its tags, in English. */
export const attachEn = {
  help: {
    attach:
      'give a desktop to users or groups; a dedicated desktop has one user, a shared one several users and groups',
    users: 'names of the desktop users',
    groups: 'also to this user group, of a shared desktop; may be repeated',
    email: 'email address of a user who does not exist yet; the user is created with it',
    administrator: 'the users may administer the system (sudo on Linux)',
    detach:
      'take users and groups off desktops: all of them, or those of --user and --group; disks and files stay as they are',
    user: 'only these users; may be repeated',
    onlyGroup: 'only these user groups; may be repeated',
    stop: 'also stop the desktops; only without --user and --group',
    tag: 'change the tags of desktops',
    add: 'tags to set, each KEY or KEY=VALUE; may be repeated',
    remove: 'keys of tags to remove; may be repeated',
  },
  attached: (desktop: string, users: string) => `${desktop} is given to ${users}.`,
  detached: (desktop: string, users: string) => `${desktop} is taken from ${users}.`,
  detachedFromAll: (desktop: string) => `${desktop} has no users now.`,
  tagged: (desktop: string) => `The tags of ${desktop} are changed.`,
  failed: (desktop: string, why: string) => `${desktop}: ${why}`,
  nobody: 'to whom? Name users, or groups with --group.',
  emailOfOne: '--email needs exactly one user, and no group.',
  stopNeedsAll: '--stop takes all users and groups off; leave --user and --group out.',
  noTags: 'nothing to change: give --add or --remove.',
};

/** The same in Chinese. */
export const attachZh: typeof attachEn = {
  help: {
    attach: '将桌面分配给用户或用户组；专享桌面一个用户，共享桌面可有多个用户和用户组',
    users: '桌面用户的名称',
    groups: '同时分配给该用户组（仅限共享桌面），可重复',
    email: '尚不存在的用户的邮箱地址；将以此创建该用户',
    administrator: '用户可以管理系统（Linux 上为 sudo）',
    detach: '从桌面解绑用户和用户组：全部，或 --user 和 --group 指定的；磁盘和文件保持不变',
    user: '仅这些用户，可重复',
    onlyGroup: '仅这些用户组，可重复',
    stop: '同时关闭桌面；不能与 --user、--group 同用',
    tag: '修改桌面的标签',
    add: '要设置的标签，格式为 KEY 或 KEY=VALUE，可重复',
    remove: '要移除的标签的键，可重复',
  },
  attached: (desktop, users) => `${desktop} 已分配给 ${users}。`,
  detached: (desktop, users) => `${desktop} 已与 ${users} 解绑。`,
  detachedFromAll: (desktop) => `${desktop} 现在没有用户。`,
  tagged: (desktop) => `${desktop} 的标签已修改。`,
  failed: (desktop, why) => `${desktop}：${why}`,
  nobody: '分配给谁？请指定用户，或用 --group 指定用户组。',
  emailOfOne: '--email 只能用于一个用户，不能用于用户组。',
  stopNeedsAll: '--stop 解绑全部用户和用户组，请省略 --user 和 --group。',
  noTags: '没有要修改的内容：请指定 --add 或 --remove。',
};
