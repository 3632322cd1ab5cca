/** Texts about creating desktops, in English. */
export const createEn = (deskplane: string) => ({
  noImage: 'the service offers no images.',
  unknownImage: (name: string, offered: string) => `there is no image "${name}". Available: ${offered}`,
  unknownProduct: (name: string, offered: string) => `there is no product "${name}". Available: ${offered}`,
  noProduct: (image: string) => `no product is large enough for the image ${image}.`,
  accepted: (desktop: string) => `Creating ${desktop}`,
  progress: (ready: number, total: number, percent: number) =>
    total === 1 ? `Creating the desktop: ${percent} %` : `Creating: ${ready} of ${total} ready, ${percent} %`,
  ready: (desktop: string, time: string) => `${desktop} is ready after ${time}.`,
  failed: (desktop: string, why: string) => `${desktop} could not be created: ${why}`,
  look: (id: string) => `Show it with: ${deskplane} desktop show ${id}`,
  noSignIn: (user: string) =>
    `${user} cannot sign in yet: there is neither a password nor a mail address. Set an address and invite (${deskplane} user edit ${user} --email ADDRESS; ${deskplane} user invite ${user}), or give a password: ${deskplane} user password ${user}`,
  waitHint: `It is ready when its status is "running": ${deskplane} desktop list`,
});

/** The same in Chinese. */
export const createZh = (deskplane: string): ReturnType<typeof createEn> => ({
  noImage: '服务没有可用的镜像。',
  unknownImage: (name, offered) => `镜像“${name}”不存在。可用镜像：${offered}`,
  unknownProduct: (name, offered) => `套餐“${name}”不存在。可用套餐：${offered}`,
  noProduct: (image) => `没有满足镜像 ${image} 要求的套餐。`,
  accepted: (desktop) => `正在创建 ${desktop}`,
  progress: (ready, total, percent) =>
    total === 1 ? `正在创建桌面：${percent}%` : `正在创建：已就绪 ${ready}/${total}，${percent}%`,
  ready: (desktop, time) => `${desktop} 已就绪，用时 ${time}。`,
  failed: (desktop, why) => `${desktop} 创建失败：${why}`,
  look: (id) => `查看：${deskplane} desktop show ${id}`,
  noSignIn: (user) =>
    `${user} 尚无法登录：既没有密码，也没有邮箱地址。请设置地址并邀请（${deskplane} user edit ${user} --email 地址；${deskplane} user invite ${user}），或给出密码：${deskplane} user password ${user}`,
  waitHint: `状态变为“运行中”即已就绪：${deskplane} desktop list`,
});
