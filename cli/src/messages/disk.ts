/** The kinds of disks that `desktop add-disk` takes. */
export const diskTypes = ['SAS', 'SSD', 'GPSSD', 'GPSSD2', 'SATA'] as const;
/** What it takes where none is named. */
export const usualDiskType = 'SSD';

/** Texts of the commands about disks of desktops, in English. */
export const diskEn = () => ({
  help: {
    delete: 'delete data disks of a desktop for good; it stays, and a running one loses them at once',
    disks: 'disks: their IDs or devices, as "desktop show" has them',
    oneDisk: 'disk: its ID or device, as "desktop show" has it',
    add: 'give desktops data disks; running ones have them at once',
    sizes: 'size in GB, in steps of 10; one for each disk',
    type: `kind of disk (default: ${usualDiskType})`,
    iops: 'operations a second, of the type GPSSD2',
    throughput: 'MiB a second, of the type GPSSD2',
    newIops: 'operations a second',
    newThroughput: 'MiB a second',
    expand: 'make a disk of a desktop larger; it never shrinks',
    newSize: 'the size that it is to have, in GB, in steps of 10',
    speed: 'give disks of the type GPSSD2 another speed',
  },
  heading: (count: number, desktop: string) =>
    count === 1
      ? `This disk of ${desktop} will be deleted. What is on it cannot be restored. The desktop stays.`
      : `These ${count} disks of ${desktop} will be deleted. What is on them cannot be restored. The desktop stays.`,
  missing: (desktop: string, word: string) => `${desktop} has no disk "${word}".`,
  planChanged: 'the plan has changed. Nothing was deleted. Run the command again to see the new plan.',
  progress: (gone: number, all: number, percent: number) => `${gone} of ${all} gone, ${percent} %`,
  accepted: (name: string) => `The disk ${name} is being deleted.`,
  gone: (name: string, time: string) => `The disk ${name} is gone after ${time}.`,
  failed: (name: string, why: string) => `The disk ${name} was not deleted: ${why}`,
  adding: (name: string) => `${name} gets its disks.`,
  added: (name: string, time: string, disks: string) =>
    disks === '' ? `${name} has its disks after ${time}.` : `${name} has new disks after ${time}: ${disks}.`,
  expanded: (name: string, disk: string, gigabytes: number, time: string) =>
    `The disk ${disk} of ${name} has ${gigabytes} GB after ${time}.`,
  notAdded: (name: string, why: string) => `${name} did not get all of its disks: ${why}`,
});

/** The same in Chinese. */
export const diskZh = (): ReturnType<typeof diskEn> => ({
  help: {
    delete: '永久删除桌面的数据盘；桌面保留，运行中的桌面立即失去这些磁盘',
    disks: '磁盘：ID 或设备名，见“desktop show”',
    oneDisk: '磁盘：ID 或设备名，见“desktop show”',
    add: '为桌面添加数据盘；运行中的桌面立即可用',
    sizes: '容量，单位 GB，10 的倍数；每个磁盘一个',
    type: `磁盘类型（默认：${usualDiskType}）`,
    iops: '每秒操作数，仅用于 GPSSD2 类型',
    throughput: '吞吐量，单位 MiB/s，仅用于 GPSSD2 类型',
    newIops: '每秒操作数',
    newThroughput: '吞吐量，单位 MiB/s',
    expand: '扩容桌面的磁盘；不能缩小',
    newSize: '扩容后的容量，单位 GB，10 的倍数',
    speed: '修改 GPSSD2 类型磁盘的性能',
  },
  heading: (count, desktop) =>
    `将删除 ${desktop} 的${count === 1 ? '此磁盘' : `这 ${count} 个磁盘`}，其中的数据无法恢复。桌面保留。`,
  missing: (desktop, word) => `${desktop} 没有磁盘“${word}”。`,
  planChanged: '删除计划已发生变化，未删除任何内容。请重新执行该命令查看新计划。',
  progress: (gone, all, percent) => `已删除 ${gone}/${all}，${percent} %`,
  accepted: (name) => `磁盘 ${name} 正在删除。`,
  gone: (name, time) => `磁盘 ${name} 已删除，用时 ${time}。`,
  failed: (name, why) => `磁盘 ${name} 未能删除：${why}`,
  adding: (name) => `正在为 ${name} 添加磁盘。`,
  added: (name, time, disks) => `已为 ${name} 添加磁盘${disks === '' ? '' : ` ${disks}`}，用时 ${time}。`,
  expanded: (name, disk, gigabytes, time) =>
    `${name} 的磁盘 ${disk} 已扩容到 ${gigabytes} GB，用时 ${time}。`,
  notAdded: (name, why) => `未能为 ${name} 添加全部磁盘：${why}`,
});
