/** Texts of `deskplane snapshot`, in English. */
export const snapshotEn = () => ({
  help: {
    snapshot: 'snapshots of disks: what a disk held at one moment',
    list: 'list snapshots, the newest first',
    desktop: 'of this desktop only',
    create: 'make snapshots of the disks of desktops; running ones go on running',
    of: 'system, data or all disks (default: all)',
    name: 'what to call them (default: desktop and device)',
    description: 'a description of them',
    delete: 'delete snapshots for good; their disks stay',
    snapshots: 'snapshots: IDs or names, as "snapshot list" has them',
  },
  titles: { name: 'NAME', desktop: 'DESKTOP', disk: 'DISK', status: 'STATUS', created: 'CREATED', id: 'ID' },
  system: 'system',
  data: 'data',
  statuses: { creating: 'creating', available: 'available', deleting: 'deleting', error: 'error' },
  none: 'There are no snapshots.',
  accepted: (desktop: string) => `Snapshots of ${desktop} are being made.`,
  made: (desktop: string, time: string, names: string) =>
    `Snapshots of ${desktop} were made after ${time}${names === '' ? '' : `: ${names}`}.`,
  madeOf: (name: string, disk: string, size: string) => `${name} of ${disk} (${size})`,
  notMade: (desktop: string, why: string) => `Not all snapshots of ${desktop} were made: ${why}`,
  heading: (count: number) =>
    count === 1
      ? 'This snapshot will be deleted. What is in it cannot be restored. Its disk stays.'
      : `These ${count} snapshots will be deleted. What is in them cannot be restored. Their disks stay.`,
  missing: (word: string) => `there is no snapshot "${word}".`,
  several: (word: string) => `several snapshots are called "${word}": name one by its ID.`,
  going: (name: string) => `The snapshot ${name} is being deleted.`,
  gone: (name: string, time: string) => `The snapshot ${name} is gone after ${time}.`,
  failed: (name: string, why: string) => `The snapshot ${name} was not deleted: ${why}`,
});

/** The same in Chinese. */
export const snapshotZh = (): ReturnType<typeof snapshotEn> => ({
  help: {
    snapshot: '磁盘快照：磁盘在某一时刻的内容',
    list: '查看快照，最新的在前',
    desktop: '只看该桌面的快照',
    create: '为桌面的磁盘创建快照；运行中的桌面继续运行',
    of: 'system（系统盘）、data（数据盘）或 all（默认：全部）',
    name: '快照名称（默认：桌面和设备）',
    description: '快照描述',
    delete: '永久删除快照；磁盘保留',
    snapshots: '快照：ID 或名称，见“snapshot list”',
  },
  titles: { name: '名称', desktop: '桌面', disk: '磁盘', status: '状态', created: '创建时间', id: 'ID' },
  system: '系统盘',
  data: '数据盘',
  statuses: { creating: '创建中', available: '可用', deleting: '删除中', error: '失败' },
  none: '没有快照。',
  accepted: (desktop) => `正在为 ${desktop} 创建快照。`,
  made: (desktop, time, names) =>
    `已为 ${desktop} 创建快照${names === '' ? '' : ` ${names}`}，用时 ${time}。`,
  madeOf: (name, disk, size) => `${disk}（${size}）的 ${name}`,
  notMade: (desktop, why) => `未能创建 ${desktop} 的全部快照：${why}`,
  heading: (count) =>
    `将删除${count === 1 ? '此快照' : `这 ${count} 个快照`}，其中的数据无法恢复。所属磁盘保留。`,
  missing: (word) => `没有快照“${word}”。`,
  several: (word) => `有多个快照名为“${word}”：请使用 ID。`,
  going: (name) => `快照 ${name} 正在删除。`,
  gone: (name, time) => `快照 ${name} 已删除，用时 ${time}。`,
  failed: (name, why) => `快照 ${name} 未能删除：${why}`,
});
