/**
 * Texts of `deskplane snapshot`, in English.
 * @param deskplane the command
 */
export const snapshotEn = (deskplane: string) => ({
  help: {
    snapshot: 'snapshots of disks: what a disk held at one moment',
    list: 'list snapshots, the newest first',
    desktop: 'of this desktop only',
    create: 'make snapshots of the disks of desktops; running ones go on running',
    of: 'which disks (default: all)',
    name: 'what to call them (default: desktop and device)',
    description: 'a description of them',
    restore: 'put disks back to snapshots; their desktops must be off',
    receipt: 'print the receipt of a restore with everything needed to verify it',
    receiptJob: 'ID of the job that put the disk back',
    receiptSnapshot: 'ID or name of the snapshot, if the job had several',
    receiptDesktop: 'ID of its desktop, if the job is no longer on record; with --snapshot',
    receiptOutput: 'write it to this new file, which only you can read',
    delete: 'delete snapshots for good; their disks stay',
    snapshots: `snapshots: IDs or names, as "${deskplane} snapshot list" has them`,
  },
  titles: {
    name: 'NAME',
    desktop: 'DESKTOP',
    disk: 'DISK',
    status: 'STATUS',
    created: 'CREATED',
    description: 'DESCRIPTION',
    id: 'ID',
  },
  system: 'system',
  data: 'data',
  statuses: { creating: 'creating', available: 'available', deleting: 'deleting', error: 'error' },
  none: 'There are no snapshots.',
  accepted: (desktop: string) => `Snapshots of ${desktop} are being made.`,
  made: (desktop: string, time: string, names: string) =>
    `Snapshots of ${desktop} were made after ${time}${names === '' ? '' : `: ${names}`}.`,
  madeOf: (name: string, disk: string, size: string) => `"${name}" of ${disk} (${size})`,
  notMade: (desktop: string, why: string) => `Not all snapshots of ${desktop} were made: ${why}`,
  heading: (count: number) =>
    count === 1
      ? 'This snapshot will be deleted. What is in it cannot be restored. Its disk stays.'
      : `These ${count} snapshots will be deleted. What is in them cannot be restored. Their disks stay.`,
  restoreHeading: (count: number) =>
    count === 1
      ? 'This disk will be put back to a snapshot. What was written to it since is lost for good.'
      : `These ${count} disks will be put back to snapshots. What was written to them since is lost for good.`,
  restoreSimulated: 'SIMULATED: nothing real will be changed.',
  restorePlan: {
    snapshot: 'snapshot',
    madeAt: (name: string, id: string, time: string) => `"${name}" (${id}), made ${time}`,
    disk: 'disk',
    system: (device: string, size: number, id: string) => `${device}, ${size} GB system disk (${id})`,
    data: (device: string, size: number, id: string) => `${device}, ${size} GB data disk (${id})`,
    desktop: 'desktop',
    lost: 'lost',
    since: (device: string, time: string) =>
      `everything written to ${device} since ${time}. The snapshot, the other disks and the size of the disk stay.`,
    plan: 'plan',
  },
  restoreQuestion: 'Type yes to put back: ',
  restoreNeedsYes: 'there is no terminal to ask at: give --yes to put disks back without being asked.',
  restoreDeclined: 'Not confirmed. Nothing was changed.',
  restorePlanChanged:
    'the plan has changed. Nothing was restored. Run the command again to see the new plan.',
  restoring: (name: string) => `The disk of the snapshot "${name}" is being put back.`,
  restored: (name: string, time: string) =>
    `The disk holds what the snapshot "${name}" holds, after ${time}.`,
  notRestored: (name: string, why: string) => `The disk was not put back to the snapshot "${name}": ${why}`,
  restoreReceipt: (jobId: string) => `The receipt: ${deskplane} snapshot receipt ${jobId}`,
  restoreReceiptOf: (jobId: string, name: string, id: string) =>
    `The receipt for "${name}": ${deskplane} snapshot receipt ${jobId} --snapshot ${id}`,
  noJob: (word: string) =>
    `JOB must be the ID of the job that put the disk back, as "${deskplane} snapshot restore" told it: "${word}" is none.`,
  noRestore: (jobId: string) =>
    `no restore to such a snapshot is on record for the job ${jobId}. If the job is gone, give --snapshot and --desktop.`,
  noReceipt: (jobId: string) =>
    `there is no receipt of this restore: the job ${jobId} is still at it, or a deletion took the desktop over.`,
  severalRestores: (ids: string) => `the job put several disks back: give --snapshot with one of ${ids}.`,
  missing: (word: string) => `there is no snapshot "${word}".`,
  several: (word: string) => `several snapshots are called "${word}": name one by its ID:`,
  oneOfSeveral: (id: string, disk: string, desktop: string, time: string) =>
    `${id}  ${disk} of ${desktop}, made ${time}`,
  going: (name: string) => `The snapshot "${name}" is being deleted.`,
  gone: (name: string, time: string) => `The snapshot "${name}" is gone after ${time}.`,
  failed: (name: string, why: string) => `The snapshot "${name}" was not deleted: ${why}`,
});

/** The same in Chinese. */
export const snapshotZh = (deskplane: string): ReturnType<typeof snapshotEn> => ({
  help: {
    snapshot: '磁盘快照：磁盘在某一时刻的内容',
    list: '查看快照，最新的在前',
    desktop: '只看该桌面的快照',
    create: '为桌面的磁盘创建快照；运行中的桌面继续运行',
    of: '哪些磁盘：system 为系统盘，data 为数据盘（默认：all）',
    name: '快照名称（默认：桌面和设备）',
    description: '快照描述',
    restore: '将磁盘恢复到快照；桌面须已关机',
    receipt: '输出恢复回执及校验所需的全部内容',
    receiptJob: '恢复该磁盘的任务 ID',
    receiptSnapshot: '快照 ID 或名称；任务涉及多个快照时需要',
    receiptDesktop: '其桌面的 ID；任务已无记录时需要，与 --snapshot 同用',
    receiptOutput: '写入该新文件，仅您本人可读',
    delete: '永久删除快照；磁盘保留',
    snapshots: `快照：ID 或名称，见“${deskplane} snapshot list”`,
  },
  titles: {
    name: '名称',
    desktop: '桌面',
    disk: '磁盘',
    status: '状态',
    created: '创建时间',
    description: '描述',
    id: 'ID',
  },
  system: '系统盘',
  data: '数据盘',
  statuses: { creating: '创建中', available: '可用', deleting: '删除中', error: '失败' },
  none: '没有快照。',
  accepted: (desktop) => `正在为 ${desktop} 创建快照。`,
  made: (desktop, time, names) =>
    `已为 ${desktop} 创建快照${names === '' ? '' : ` ${names}`}，用时 ${time}。`,
  madeOf: (name, disk, size) => `${disk}（${size}）的“${name}”`,
  notMade: (desktop, why) => `未能创建 ${desktop} 的全部快照：${why}`,
  heading: (count) =>
    `将删除${count === 1 ? '此快照' : `这 ${count} 个快照`}，其中的数据无法恢复。所属磁盘保留。`,
  restoreHeading: (count) =>
    `将把${count === 1 ? '此磁盘' : `这 ${count} 个磁盘`}恢复到快照，此后写入的内容将永久丢失。`,
  restoreSimulated: 'SIMULATED（模拟）：不会更改任何真实资源。',
  restorePlan: {
    snapshot: '快照',
    madeAt: (name, id, time) => `“${name}”（${id}），创建于 ${time}`,
    disk: '磁盘',
    system: (device, size, id) => `${device}，${size} GB 系统盘（${id}）`,
    data: (device, size, id) => `${device}，${size} GB 数据盘（${id}）`,
    desktop: '桌面',
    lost: '丢失内容',
    since: (device, time) =>
      `${device} 自 ${time} 以来写入的全部内容。快照、其他磁盘和该磁盘的大小保持不变。`,
    plan: '计划',
  },
  restoreQuestion: '输入 yes 确认恢复：',
  restoreNeedsYes: '没有可供确认的终端：加上 --yes 可直接恢复。',
  restoreDeclined: '未确认，未做任何更改。',
  restorePlanChanged: '恢复计划已发生变化，未执行任何恢复。请重新执行该命令查看新计划。',
  restoring: (name) => `正在将磁盘恢复到快照“${name}”。`,
  restored: (name, time) => `磁盘内容已与快照“${name}”一致，用时 ${time}。`,
  notRestored: (name, why) => `磁盘未能恢复到快照“${name}”：${why}`,
  restoreReceipt: (jobId) => `恢复回执：${deskplane} snapshot receipt ${jobId}`,
  restoreReceiptOf: (jobId, name, id) =>
    `“${name}”的恢复回执：${deskplane} snapshot receipt ${jobId} --snapshot ${id}`,
  noJob: (word) => `JOB 须为恢复任务的 ID（见“${deskplane} snapshot restore”的输出），“${word}”不是任务 ID。`,
  noRestore: (jobId) =>
    `任务 ${jobId} 没有恢复到该快照的记录。如任务已不存在，请给出 --snapshot 和 --desktop。`,
  noReceipt: (jobId) => `该恢复没有回执：任务 ${jobId} 仍在进行，或桌面已被删除操作接管。`,
  severalRestores: (ids) => `该任务恢复了多个磁盘：请用 --snapshot 指定其一：${ids}。`,
  missing: (word) => `没有快照“${word}”。`,
  several: (word) => `有多个快照名为“${word}”，请使用 ID：`,
  oneOfSeveral: (id, disk, desktop, time) => `${id}  ${desktop} 的 ${disk}，创建于 ${time}`,
  going: (name) => `快照“${name}”正在删除。`,
  gone: (name, time) => `快照“${name}”已删除，用时 ${time}。`,
  failed: (name, why) => `快照“${name}”未能删除：${why}`,
});
