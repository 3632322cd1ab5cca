/** Texts about switching desktops on and off, in English. */
export const powerEn = (deskplane: string) => ({
  accepted: {
    start: (desktop: string) => `Starting ${desktop}`,
    stop: (desktop: string) => `Stopping ${desktop}`,
    reboot: (desktop: string) => `Restarting ${desktop}`,
    hibernate: (desktop: string) => `Hibernating ${desktop}`,
    wake: (desktop: string) => `Waking ${desktop}`,
  },
  notHibernated: (desktop: string, state: string) => `${desktop} is not hibernated (${state}).`,
  notNow: (state: string) => `not possible now: it is ${state}.`,
  noScreen: (desktop: string, state: string, verb: string, word: string) =>
    `${desktop} has no screen now: it is ${state}. Run: ${deskplane} desktop ${verb} ${word} --wait`,
  noScreenYet: (desktop: string, state: string) =>
    `${desktop} has no screen now (${state}). See: ${deskplane} desktop list`,
  progress: (done: number, total: number) => `${done} of ${total} done`,
  done: (desktop: string, time: string) => `${desktop}: done after ${time}.`,
  failed: (desktop: string, why: string) => `${desktop}: ${why}`,
});

/** The same in Chinese. */
export const powerZh = (deskplane: string): ReturnType<typeof powerEn> => ({
  accepted: {
    start: (desktop) => `正在启动 ${desktop}`,
    stop: (desktop) => `正在关闭 ${desktop}`,
    reboot: (desktop) => `正在重启 ${desktop}`,
    hibernate: (desktop) => `正在休眠 ${desktop}`,
    wake: (desktop) => `正在唤醒 ${desktop}`,
  },
  notHibernated: (desktop, state) => `${desktop} 未处于休眠状态（${state}）。`,
  notNow: (state) => `当前状态为“${state}”，不允许该操作。`,
  noScreen: (desktop, state, verb, word) =>
    `${desktop} 现在没有画面：${state}。请运行：${deskplane} desktop ${verb} ${word} --wait`,
  noScreenYet: (desktop, state) => `${desktop} 现在没有画面（${state}）。查看：${deskplane} desktop list`,
  progress: (done, total) => `已完成 ${done}/${total}`,
  done: (desktop, time) => `${desktop}：完成，用时 ${time}。`,
  failed: (desktop, why) => `${desktop}：${why}`,
});
