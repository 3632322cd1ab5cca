/** Texts about who has a desktop and about its tags, in English. */
export const attachEn = {
  help: {
    attach: 'give a desktop to users; a dedicated desktop has one user, a shared one several',
    users: 'names of the desktop users',
    email: 'email address of a user who does not exist yet; the user is created with it',
    administrator: 'the users may administer the system (sudo on Linux)',
    detach: 'take users off desktops: all of them, or those of --user; disks and files stay as they are',
    user: 'only these users; may be repeated',
    stop: 'also stop the desktops; only without --user',
    tag: 'change the tags of desktops',
    add: 'tags to set, each KEY or KEY=VALUE; may be repeated',
    remove: 'keys of tags to remove; may be repeated',
  },
  attached: (desktop: string, users: string) => `${desktop} is given to ${users}.`,
  detached: (desktop: string, users: string) => `${desktop} is taken from ${users}.`,
  detachedFromAll: (desktop: string) => `${desktop} has no users now.`,
  tagged: (desktop: string) => `The tags of ${desktop} are changed.`,
  failed: (desktop: string, why: string) => `${desktop}: ${why}`,
  emailOfOne: '--email needs exactly one user.',
  stopNeedsAll: '--stop takes all users off; leave --user out.',
  noTags: 'nothing to change: give --add or --remove.',
};

/** The same in Chinese. */
export const attachZh: typeof attachEn = {
  help: {
    attach: '将桌面分配给用户；专享桌面一个用户，共享桌面可有多个用户',
    users: '桌面用户的名称',
    email: '尚不存在的用户的邮箱地址；将以此创建该用户',
    administrator: '用户可以管理系统（Linux 上为 sudo）',
    detach: '从桌面解绑用户：全部用户，或 --user 指定的用户；磁盘和文件保持不变',
    user: '仅这些用户，可重复',
    stop: '同时关闭桌面；不能与 --user 同用',
    tag: '修改桌面的标签',
    add: '要设置的标签，格式为 KEY 或 KEY=VALUE，可重复',
    remove: '要移除的标签的键，可重复',
  },
  attached: (desktop, users) => `${desktop} 已分配给 ${users}。`,
  detached: (desktop, users) => `${desktop} 已与 ${users} 解绑。`,
  detachedFromAll: (desktop) => `${desktop} 现在没有用户。`,
  tagged: (desktop) => `${desktop} 的标签已修改。`,
  failed: (desktop, why) => `${desktop}：${why}`,
  emailOfOne: '--email 只能用于一个用户。',
  stopNeedsAll: '--stop 解绑全部用户，请省略 --user。',
  noTags: '没有要修改的内容：请指定 --add 或 --remove。',
};
