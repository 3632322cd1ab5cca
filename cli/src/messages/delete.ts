/** Texts about deleting desktops, in English. */
export const deleteEn = (deskplane: string) => ({
  heading: (count: number) =>
    count === 1
      ? 'This desktop will be deleted. It cannot be restored.'
      : `These ${count} desktops will be deleted. They cannot be restored.`,
  server: 'server',
  serverIs: (size: string, state: string) => `${size}, ${state}`,
  systemDisk: (size: string) => `${size} system disk`,
  dataDisk: (size: string) => `${size} data disk`,
  /** @param device where the desktop sees the disk; empty: nowhere yet */
  at: (device: string, disk: string) => (device === '' ? disk : `${device}, ${disk}`),
  disks: 'disks',
  snapshots: 'snapshots',
  snapshotOf: (name: string, disk: string) => `snapshot "${name}" of ${disk}`,
  withId: (described: string, id: string) => `${described} (${id})`,
  keyGoes: (item: string, key: string) => `${item}: encrypted, its key ${key} is destroyed`,
  keyStays: (item: string, key: string) =>
    `${item}: encrypted, its key ${key} is kept, since another item that stays needs it`,
  notEncrypted: (item: string) => `${item}: not encrypted`,
  plainDisk: (item: string) => `${item}: not encrypted, its size was not enforced`,
  address: 'address',
  port: (address: string, id: string) => `${address} (port ${id})`,
  user: 'user',
  groups: 'user groups',
  userStays: (name: string) => `${name} stays`,
  userGoes: (name: string) => `${name} is deleted too: has no other desktop`,
  userHasOthers: (name: string, count: number) =>
    `${name} stays: has ${count} other ${count === 1 ? 'desktop' : 'desktops'}`,
  mail: 'mail',
  mailTo: (addresses: string) => `${addresses}, after the deletion`,
  noMail: 'none',
  plan: 'plan',
  refused: 'not possible',
  itemStays: (item: string, why: string) => `${item}: stays. ${why}`,
  planNow: 'The plan has changed since it was shown. It is now:',
  planChanged:
    'the plan has changed. Nothing was deleted. Check the new plan above, then run the command again to accept it.',
  question: 'Type yes to delete: ',
  needsYes:
    'Cannot ask for confirmation: there is no terminal. Nothing was deleted. Pass --yes to skip the question.',
  declined: 'Nothing was deleted.',
  accepted: (count: number, look: string) =>
    count === 1
      ? `Accepted. The desktop is being deleted in the background. Follow it with: ${look}`
      : `Accepted. ${count} desktops are being deleted in the background. See their progress with: ${look}`,
  receipt: (id: string) => `Its receipt: ${deskplane} receipt get ${id}`,
  unprotect: (refusal: string, name: string) =>
    `${refusal} Remove the protection with: ${deskplane} desktop unprotect ${name}`,
  progress: (gone: number, total: number, percent: number) =>
    total === 1 ? `Deleting: ${percent} %` : `Deleting: ${gone} of ${total} gone, ${percent} %`,
  gone: (desktop: string, time: string) => `${desktop} is gone after ${time}.`,
  failed: (desktop: string, why: string) => `${desktop} could not be deleted: ${why}`,
});

/** The same in Chinese. */
export const deleteZh = (deskplane: string): ReturnType<typeof deleteEn> => ({
  heading: (count) =>
    count === 1 ? '将删除以下桌面，删除后无法恢复。' : `将删除以下 ${count} 个桌面，删除后无法恢复。`,
  server: '云服务器',
  serverIs: (size, state) => `${size}，${state}`,
  systemDisk: (size) => `系统盘 ${size}`,
  dataDisk: (size) => `数据盘 ${size}`,
  at: (device, disk) => (device === '' ? disk : `${device}，${disk}`),
  disks: '磁盘',
  snapshots: '快照',
  snapshotOf: (name, disk) => `${disk} 的快照“${name}”`,
  withId: (described, id) => `${described}（${id}）`,
  keyGoes: (item, key) => `${item}：已加密，将销毁其密钥 ${key}`,
  keyStays: (item, key) => `${item}：已加密，保留其密钥 ${key}，因为另一保留的项仍需使用`,
  notEncrypted: (item) => `${item}：未加密`,
  plainDisk: (item) => `${item}：未加密，未限制其大小`,
  address: '地址',
  port: (address, id) => `${address}（端口 ${id}）`,
  user: '用户',
  groups: '用户组',
  userStays: (name) => `${name}：保留`,
  userGoes: (name) => `${name}：没有其他桌面，一并删除`,
  userHasOthers: (name, count) => `${name}：另有 ${count} 个桌面，保留`,
  mail: '邮件',
  mailTo: (addresses) => `删除完成后通知 ${addresses}`,
  noMail: '不发送',
  plan: '计划',
  refused: '无法删除',
  itemStays: (item, why) => `${item}：保留。${why}`,
  planNow: '删除计划在展示之后已发生变化，现在的计划为：',
  planChanged: '删除计划已发生变化，未删除任何内容。请查看上方的新计划，确认后重新执行该命令。',
  question: '输入 yes 确认删除：',
  needsYes: '无法确认：没有终端。未删除任何内容。使用 --yes 可跳过确认。',
  declined: '未删除任何内容。',
  accepted: (count, look) => `已受理，${count} 个桌面将在后台删除。查看进展：${look}`,
  receipt: (id) => `删除回执：${deskplane} receipt get ${id}`,
  unprotect: (refusal, name) => `${refusal}关闭删除保护：${deskplane} desktop unprotect ${name}`,
  progress: (gone, total, percent) =>
    total === 1 ? `正在删除：${percent}%` : `正在删除：已完成 ${gone}/${total}，${percent}%`,
  gone: (desktop, time) => `${desktop} 已删除，用时 ${time}。`,
  failed: (desktop, why) => `${desktop} 删除失败：${why}`,
});
