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
  'Everything on their system disks is lost, with the snapshots of these; data disks, addresses, users and settings stay. A running desktop is shut down and started again. None is rebuilt where one of them cannot be; afterwards the sub-jobs of the answered job tell of each. The disk that goes is named by them as volume_id, and its deletion has a receipt.':
    '系统盘上的全部内容及其快照将丢失；数据盘、地址、用户和设置保持不变。运行中的桌面会先关机，再重新开机。其中有一个不能重建则全部不重建；此后返回的任务的子任务说明每个桌面的结果，并以volume_id指明被删除的系统盘，其删除附有回执。',
  'That of the desktops, whose disks have no other.': '桌面的企业项目；磁盘没有单独的企业项目。',
  'Changes nothing. Refused as the rebuild itself would be. What goes is planned by the same planner that deletions are carried out with.':
    '不做任何更改。不能重建时，与重建本身一样被拒绝。将被删除的内容与实际删除使用同一个计划程序。',
  'What the new system disk begins with.': '新系统盘使用的镜像。',
  'The system disk that goes. Its deletion, and the receipt of that, are known by this id.':
    '将被删除的系统盘；其删除及回执均以此ID查询。',
  'Of the system disk, in GB; the new one is as large.': '系统盘大小，单位GB；新系统盘大小相同。',
  'Whether the desktop runs: it is shut down then, and started again.':
    '桌面是否正在运行：若是，会先关机，再重新开机。',
};
