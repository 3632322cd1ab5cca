/** As `chineseDescriptions`, of disks that are added and changed. */
export const chineseDescriptionsOfDisks: Readonly<Record<string, string>> = {
  'A running desktop has them at once. Sub-jobs of the answered job tell of each disk.':
    '运行中的桌面立即可用。返回的任务的子任务说明每个磁盘的结果。',
  'If it runs it has them at once. Sub-jobs of the answered job tell of each disk.':
    '桌面运行中则立即可用。返回的任务的子任务说明每个磁盘的结果。',
  'That of the desktop, whose disks have no other.': '桌面的企业项目；磁盘没有单独的企业项目。',
  'System disks and data disks, while their desktops run where the machine lets disks grow in use. A disk never shrinks.':
    '系统盘和数据盘均可；本机支持使用中扩容时，桌面无需关机。磁盘不能缩小。',
  'Its system disk or a data disk, while it runs where the machine lets disks grow in use. A disk never shrinks.':
    '系统盘或数据盘；本机支持使用中扩容时，桌面无需关机。磁盘不能缩小。',
  'Of the type GPSSD2, where the engine can hold a disk to a speed.':
    '仅限GPSSD2类型，且引擎能够限定磁盘性能。',
};
