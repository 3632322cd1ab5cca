import type { FieldText } from './fieldText.js';

const listed: FieldText = [
  'The desktops with the disks that each gets. If one disk cannot be added, none is.',
  '桌面及各自要添加的磁盘。有一个不能添加则全部不添加。',
];
const expansions: FieldText = [
  'The disks with the sizes that they are to have. If one cannot grow, none does.',
  '磁盘及扩容后的大小。有一个不能扩容则全部不扩容。',
];
const volumes: FieldText = [
  'The disks, 1 to 10. A desktop has at most 10 data disks.',
  '磁盘列表，1到10个。每个桌面最多10个数据盘。',
];
const type: FieldText = [
  'Kind of disk: SAS high I/O, SSD ultra-high I/O, GPSSD and GPSSD2 general purpose, SATA common I/O.',
  '磁盘类型：SAS为高IO，SSD为超高IO，GPSSD和GPSSD2为通用型SSD，SATA为普通IO。',
];
const size: FieldText = ['In GB, in steps of 10.', '单位GB，须为10的倍数。'];
const newSize: FieldText = [
  'The size that the disk is to have, in GB, in steps of 10; more than it has.',
  '扩容后的大小，单位GB，须为10的倍数且大于现有大小。',
];

/** Of operations on disks. */
export const diskFields: Readonly<Record<string, FieldText>> = {
  desktop_volumes: listed,
  addDesktopVolumesReq: [
    'Another name of desktop_volumes, which Terraform sends.',
    'desktop_volumes的另一名称，Terraform使用此名称。',
  ],
  desktop_volumes_expansion: expansions,
  expandVolumesReq: [
    'Another name of desktop_volumes_expansion, which older clients send.',
    'desktop_volumes_expansion的另一名称，旧客户端使用此名称。',
  ],
  volumes,
  'volumes.type': type,
  'volumes.size': size,
  new_size: newSize,
  'BatchModifyQosVolumes.volume_ids': [
    'The disks, 1 to 100, all of the type GPSSD2. If one cannot be changed, none is.',
    '磁盘ID列表，1到100个，均须为GPSSD2类型。有一个不能修改则全部不修改。',
  ],
  'BatchRebuildDesktopsSystemDisk.desktop_ids': [
    'The desktops, 1 to 100; all of them are rebuilt, or none.',
    '桌面ID列表，1到100个；要么全部重建，要么都不重建。',
  ],
  'BatchRebuildDesktopsSystemDisk.image_id': [
    'The image that the new system disks begin with: ListImages has them. It must fit the disk and the memory of each desktop.',
    '新系统盘使用的镜像ID，可通过ListImages查询；须能放入每个桌面的系统盘和内存。',
  ],
  'BatchRebuildDesktopsSystemDisk.image_type': [
    'Kind of that image: gold: public; private: of your own; market: of the market.',
    '该镜像的类型。gold：公共镜像；private：私有镜像；market：市场镜像。',
  ],
  'BatchRebuildDesktopsSystemDisk.os_type': [
    'System of that image, Linux or Windows. Omitted: whichever it has.',
    '该镜像的操作系统类型：Linux或Windows。省略则不检查。',
  ],
  qos: ['The speed that they are to have.', '修改后的性能。'],
};
