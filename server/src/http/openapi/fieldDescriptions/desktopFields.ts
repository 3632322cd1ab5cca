import type { FieldTexts } from './fieldText.js';

/** Fields of bodies about desktops: ordering, changing, tags, who has one. */
export const desktopFields: FieldTexts = {
  desktop_type: [
    'DEDICATED: for one user; SHARED: for several.',
    'DEDICATED：单用户桌面；SHARED：多用户共享桌面。',
  ],
  product_id: ['ID of a product: ListProducts has them.', '规格ID，可通过ListProducts查询。'],
  image_id: ['ID of an image: ListImages has them.', '镜像ID，可通过ListImages查询。'],
  image_type: [
    'gold: public; private: of your own; market: of the market. Omitted: gold.',
    'gold：公共镜像；private：私有镜像；market：市场镜像。省略则为gold。',
  ],
  root_volume: ['The system disk. It goes with the desktop.', '系统盘，随桌面一并删除。'],
  data_volumes: ['Further disks. They go with the desktop.', '数据盘，随桌面一并删除。'],
  'root_volume.type': [
    'Kind of disk: SAS high I/O, SSD ultra-high I/O, GPSSD and GPSSD2 general purpose, SATA common I/O.',
    '磁盘类型：SAS为高IO，SSD为超高IO，GPSSD和GPSSD2为通用型SSD，SATA为普通IO。',
  ],
  'data_volumes.type': [
    'Kind of disk: SAS high I/O, SSD ultra-high I/O, GPSSD and GPSSD2 general purpose, SATA common I/O.',
    '磁盘类型：SAS为高IO，SSD为超高IO，GPSSD和GPSSD2为通用型SSD，SATA为普通IO。',
  ],
  'root_volume.size': [
    'In GB, in steps of 10, and no less than the image needs.',
    '单位GB，须为10的倍数，且不小于镜像的要求。',
  ],
  volume_ids: [
    'IDs of data disks of the desktop. If one cannot go, none goes.',
    '桌面的数据盘ID列表。有一个不能删除则全部不删除。',
  ],
  snapshot_ids: [
    'IDs of snapshots. If one cannot go, none goes.',
    '快照ID列表。有一个不能删除则全部不删除。',
  ],
  'BatchRestoreDesktopSnapshot.snapshot_ids': [
    'IDs of snapshots, of each disk one. If one disk cannot be put back, none is.',
    '快照ID列表，每个磁盘一个。有一个磁盘不能恢复则全部不恢复。',
  ],
  snapshot_name: ['Name of a snapshot.', '快照名称。'],
  snapshot_names: ['Names of snapshots.', '快照名称列表。'],
  desktop_names: ['Names of desktops.', '桌面名称列表。'],
  'BatchCreateDesktopSnapshot.desktop_ids': [
    'The desktops, 1 to 100; snapshots are made of all of them, or of none.',
    '桌面ID列表，1到100个；要么全部创建快照，要么都不创建。',
  ],
  disk_type: ['Of which disks: SYSTEM_DISK, DATA_DISKS or ALL.', '磁盘范围：SYSTEM_DISK、DATA_DISKS或ALL。'],
  create_type: ['How it was made; always MANUAL.', '创建方式，总是MANUAL。'],
  system_disk_snapshot: [
    'Name and description of the snapshots of system disks. Omitted: named after desktop and device.',
    '系统盘快照的名称和描述。不传：以桌面和设备命名。',
  ],
  data_disk_snapshot: [
    'Name and description of the snapshots of data disks. Omitted: named after desktop and device.',
    '数据盘快照的名称和描述。不传：以桌面和设备命名。',
  ],
  'system_disk_snapshot.name': ['Name of the snapshots.', '快照名称。'],
  'system_disk_snapshot.description': ['Description of the snapshots.', '快照描述。'],
  'data_disk_snapshot.name': ['Name of the snapshots.', '快照名称。'],
  'data_disk_snapshot.description': ['Description of the snapshots.', '快照描述。'],
  'data_volumes.size': ['In GB, in steps of 10.', '单位GB，须为10的倍数。'],
  'UpdateWorkspace.subnet_ids': [
    'All subnets that new desktops can be put into, of the VPC of the service.',
    '新桌面可使用的全部子网，须属于服务的VPC。',
  ],
  iops: [
    'Operations per second of the disk, for a type that has a choice (GPSSD2).',
    '磁盘的IOPS，用于可选择IOPS的类型（GPSSD2）。',
  ],
  throughput: [
    'MiB per second of the disk, for a type that has a choice (GPSSD2).',
    '磁盘的吞吐量，单位MiB/s，用于可选择吞吐量的类型（GPSSD2）。',
  ],
  kms_id: [
    'Key of a key service to encrypt with. Refused where the engine has keys of its own for every disk.',
    '用于加密的密钥服务密钥ID。引擎自行为每个磁盘使用密钥时拒绝。',
  ],
  availability_zone: [
    'Availability zone. Omitted or empty: the first one.',
    '可用区。省略或为空时使用第一个。',
  ],
  vpc_id: ['VPC of the subnet. Omitted: whichever the subnet is in.', '子网所属的VPC。省略则由子网决定。'],
  nics: [
    'Network interfaces. Omitted: one in the first subnet of the service.',
    '网卡。省略则在服务的第一个子网中创建一个。',
  ],
  'nics.subnet_id': ['Subnet that the interface is in.', '网卡所在的子网。'],
  security_groups: [
    'Security groups of the desktop. Omitted: that of the service.',
    '桌面的安全组。省略则使用服务的安全组。',
  ],
  'security_groups.id': ['Security group ID.', '安全组ID。'],
  'CreateDesktop.desktops': [
    'One entry for each desktop, with its user. Or size, for desktops without users.',
    '每个桌面一项，含其用户。或使用size创建没有用户的桌面。',
  ],
  'CreateDesktop.size': [
    'How many desktops without users. Counts only without desktops.',
    '没有用户的桌面的数量，仅在没有desktops时有效。',
  ],
  desktop_name: [
    'Name of the one desktop, or what the names of several begin with (then at most 5 characters). For size only.',
    '单个桌面的名称，或多个桌面名称的前缀（此时最多5个字符）。仅用于size。',
  ],
  desktop_name_prefix: [
    'What a name that is made begins with. Omitted: the first letters of user_name.',
    '自动生成的名称的前缀。省略则取user_name的开头。',
  ],
  'desktops.computer_name': [
    'Name of the desktop: letters, digits and -, unique in the project. Omitted or empty: made from the prefix.',
    '桌面名称：字母、数字和-，在项目内唯一。省略或为空则由前缀生成。',
  ],
  'AttachInstances.desktops.computer_name': [
    'Name that the desktop is meant to have: another one is refused.',
    '预期的桌面名称，不一致时拒绝。',
  ],
  'desktop.computer_name': [
    'New name of the desktop: letters, digits and -, unique in the project.',
    '桌面的新名称：字母、数字和-，在项目内唯一。',
  ],
  desktop_ips: [
    'IPv4 addresses, in the order of the desktops. Omitted: free ones of the subnet.',
    'IPv4地址，按桌面的顺序排列。省略则从子网中分配。',
  ],
  ou_name: [
    'Organizational unit of a directory that the computer account is in.',
    '计算机账号所在目录的组织单元（OU）。',
  ],
  eip: [
    'A public IP address for the desktop. Refused where the engine has none.',
    '桌面的弹性公网IP。引擎不支持时拒绝。',
  ],
  desktop: ['What is to change; what is left out stays.', '要修改的内容，省略的保持不变。'],
  self_backup_management: [
    '1: the user may make backups, refused where the engine has none; 0: not.',
    '1：允许用户自行备份，引擎不支持时拒绝；0：不允许。',
  ],
  desktop_ids: ['IDs of the desktops. Repeated ones count once.', '桌面ID列表，重复的只计一次。'],
  'ChangeDesktopNetwork.vpc_id': ['VPC of the subnet.', '子网所属的VPC ID。'],
  'ChangeDesktopNetwork.subnet_id': [
    'Subnet to move to. Omitted: the desktop stays in its own.',
    '目标子网ID。不传：留在当前子网。',
  ],
  'ChangeDesktopNetwork.private_ip': [
    'IPv4 address to have there. Omitted: a free one, where it moves.',
    '目标IPv4地址。不传：切换时自动分配空闲地址。',
  ],
  'ChangeDesktopNetwork.security_group_ids': [
    'Security groups that it is in from then on.',
    '切换后所属的安全组ID列表。',
  ],
  'BatchChangeDesktopNetwork.desktop_ids': [
    'The desktops, 1 to 100; all of them are changed, or none.',
    '桌面ID列表，1到100个；要么全部变更，要么都不变更。',
  ],
  'BatchChangeDesktopNetwork.vpc_id': ['VPC of the subnet.', '子网所属的VPC ID。'],
  'BatchChangeDesktopNetwork.subnet_id': [
    'Subnet to move to. Omitted: each stays in its own.',
    '目标子网ID。不传：各桌面留在当前子网。',
  ],
  'BatchChangeDesktopNetwork.security_group_ids': [
    'Security groups that they are in from then on. Omitted or empty: each keeps its own.',
    '变更后所属的安全组ID列表。不传或为空：保持不变。',
  ],
  'SetMaintenanceMode.desktop_ids': [
    'The desktops, 1 to 100; all of them are changed, or none.',
    '桌面ID列表，1到100个；要么全部变更，要么都不变更。',
  ],
  'SetMaintenanceMode.in_maintenance_mode': [
    'true: those who have them can neither open nor switch them; false: again as usual.',
    'true：桌面用户不能打开或操作桌面；false：恢复正常。',
  ],
  'CheckSysprepInfo.desktop_ids': ['The desktops, 1 to 100.', '桌面ID列表，1到100个。'],
  'SendNotifications.desktop_ids': ['The desktops, 1 to 100.', '桌面ID列表，1到100个。'],
  'SendNotifications.notifications': [
    'The message, of one line. It is shown to whoever looks at the screen.',
    '消息内容，单行。显示给正在查看桌面画面的用户。',
  ],
  'ResizeDesktop.desktops': [
    'The desktops, 1 to 100; all of them are changed, or none.',
    '桌面列表，1到100个；要么全部变更，要么都不变更。',
  ],
  'ResizeDesktop.product_id': [
    'Product that they get; another than they have.',
    '目标规格ID，须与当前规格不同。',
  ],
  'ResizeDesktop.mode': [
    'STOP_DESKTOP: a running desktop is shut down first, and started again.',
    'STOP_DESKTOP：运行中的桌面会先关机，变更后再开机。',
  ],
  'BatchRunDesktops.op_type': [
    'os-start: start; os-stop: shut down; reboot: restart; os-hibernate: hibernate.',
    'os-start：开机；os-stop：关机；reboot：重启；os-hibernate：休眠。',
  ],
  'BatchRunDesktops.type': [
    'SOFT: the system shuts down by itself; HARD: its power is cut. For os-stop and reboot; omitted: SOFT.',
    'SOFT：由系统正常关闭；HARD：强制断电。用于os-stop和reboot，省略则为SOFT。',
  ],
  'OperateOwnDesktop.type': [
    'SOFT: the system shuts down by itself; HARD: its power is cut. Omitted: SOFT.',
    'SOFT：由系统正常关闭；HARD：强制断电。省略则为SOFT。',
  ],
  'OperateOwnDesktop.operation': [
    'os-start: start; os-stop: shut down; reboot: restart.',
    'os-start：开机；os-stop：关机；reboot：重启。',
  ],
  'AttachInstances.desktops': ['The desktops, each with its users, at most 50.', '桌面及其用户，最多50个。'],
  'AttachInstances.desktops.user_name': [
    'Name of the desktop user. One who is not there is created where user_email is given.',
    '桌面用户名。用户不存在且给出user_email时创建。',
  ],
  'BatchDetachInstances.desktops': ['The desktops, each with the users to take off.', '桌面及要解绑的用户。'],
  attach_user_infos: [
    'Several users. Counts instead of user_name and what stands beside it.',
    '多个用户。给出时不再使用user_name及其相关字段。',
  ],
  detach_user_infos: [
    'The users to take off. Not needed with is_detach_all_users.',
    '要解绑的用户。is_detach_all_users为true时不需要。',
  ],
  is_detach_all_users: ['Whether every user is taken off.', '是否解绑全部用户。'],
  is_clear_data: [
    'Whether the last user’s data are to be cleared. Omitted: they stay. true is refused for a desktop that somebody has or had: its disks are never cleared.',
    '是否清除前一用户的数据。省略则保留。对正在或曾经有用户的桌面，true会被拒绝：磁盘从不清除。',
  ],
  shutoff_after_detach: ['Whether the desktops are shut down afterwards.', '解绑后是否关机。'],
  desktop_name_policy_id: [
    'Policy that names the desktops for which no name is given. Omitted: the project’s default policy, if there is one.',
    '用于未指定名称的桌面的命名策略ID。省略则使用项目的默认策略（如有）。',
  ],
  'AttachInstances.desktop_name_policy_id': [
    'Refused: desktops that are there keep their names.',
    '不支持：已有的桌面保留其名称。',
  ],
  'CreateDesktopNamePolicy.policy_name': [
    'Name of the policy, unique in the project in any case.',
    '策略名称，在项目内唯一，不区分大小写。',
  ],
  'UpdateDesktopNamePolicy.policy_name': [
    'Name of the policy, unique in the project in any case.',
    '策略名称，在项目内唯一，不区分大小写。',
  ],
  name_prefix: [
    'What the names begin with. $DomainUser$ stands for the user’s name, of which letters, digits and - count.',
    '名称的开头。$DomainUser$代表用户名，只取其中的字母、数字和-。',
  ],
  digit_number: ['How many digits the number has, with zeros in front.', '编号的位数，不足时前面补零。'],
  start_number: ['The lowest number.', '起始编号。'],
  single_domain_user_inc: [
    '1: the desktops of each user are numbered for themselves; 0: no two desktops of the policy have one number.',
    '1：每个用户的桌面单独编号；0：该策略的桌面编号互不相同。',
  ],
  is_default_policy: [
    'Whether it names desktops for which neither a name nor a policy is given. There is one such policy at most: another one is the default no more.',
    '是否用于既未指定名称也未指定策略的桌面。最多有一个默认策略，原默认策略随之取消。',
  ],
  prefix_truncation_enabled: [
    'Whether a beginning that is too long is cut, so that a name has at most 15 characters. false: such a desktop is refused.',
    '开头过长时是否截断，使名称不超过15个字符。false：拒绝此类桌面。',
  ],
  is_contain_user: ['Whether the prefix contains $DomainUser$.', '前缀是否包含$DomainUser$。'],
  policy_ids: [
    'IDs of the name policies. If one is missing, none goes.',
    '命名策略ID列表。有一个不存在则全部不删除。',
  ],
  'ListDesktopNamePolicy.query.policy_id': ['Only the policy with this ID.', '仅该ID的策略。'],
  encrypt_type: [
    'How the system disk is to be encrypted anew. Refused but for NOT_ENCRYPTED: as it is.',
    '系统盘重新加密的方式。仅接受NOT_ENCRYPTED：保持不变。',
  ],
  'AttachInstances.image_id': [
    'Another image for the desktops. Refused where the engine cannot change it.',
    '为桌面更换的镜像ID。引擎不支持更换时拒绝。',
  ],
  'AttachInstances.image_type': ['Kind of that image.', '该镜像的类型。'],
  user_group: [
    'Group inside the desktop: sudo or default on Linux, administrators or users on Windows; that of the other is refused. Omitted or empty: default.',
    '用户在桌面中的组：Linux为sudo或default，Windows为administrators或users；与桌面系统不符时拒绝。省略或为空则为default。',
  ],
  'attach_user_infos.type': [
    'USER: a user; GROUP: a group of users. Omitted: USER.',
    'USER：用户；GROUP：用户组。省略则为USER。',
  ],
  'detach_user_infos.type': [
    'USER: a user; GROUP: a group of users. Omitted: USER.',
    'USER：用户；GROUP：用户组。省略则为USER。',
  ],
  'attach_user_infos.domain': ['Directory that the user comes from.', '用户所属的域。'],
  'detach_user_infos.domain': ['Directory that the user comes from.', '用户所属的域。'],
  'attach_user_infos.user_id': [
    'ID of the desktop user or user group. Enough without the name; with it both must be of the same one.',
    '桌面用户或用户组的ID。可单独给出；与名称同时给出时须一致。',
  ],
  'detach_user_infos.user_id': [
    'Desktop user ID, if the name alone is not to decide.',
    '桌面用户ID，需要与名称同时匹配时给出。',
  ],
  'desktops.user_id': [
    'ID of the desktop user. Enough without the name; with it both must be of the same one.',
    '桌面用户ID。可单独给出；与名称同时给出时须一致。',
  ],
  tag: ['Replaces the value where the desktop has the key already.', '桌面已有该键时替换其值。'],
  tags: ['Tags, at most 20.', '标签，最多20个。'],
  'BatchChangeTags.action': [
    'create: add the tags, or replace their values; delete: remove them.',
    'create：添加标签或替换其值；delete：删除标签。',
  ],
  'BatchAddDesktopsTags.desktops': ['The desktops, each with its tags.', '桌面及要添加的标签。'],
  'BatchDeleteDesktopsTags.desktops': ['The desktops, each with the tags to remove.', '桌面及要删除的标签。'],
  'tags.key': [
    'Key of the tag: letters, digits, space and _ . : = + @ -, no space at either end, and not beginning with _sys_.',
    '标签的键：字母、数字、空格和_ . : = + @ -，首尾不能为空格，不能以_sys_开头。',
  ],
  'tag.key': [
    'Key of the tag: letters, digits, space and _ . : = + @ -, no space at either end, and not beginning with _sys_.',
    '标签的键：字母、数字、空格和_ . : = + @ -，首尾不能为空格，不能以_sys_开头。',
  ],
  'tags.value': ['Value of the tag. Omitted: empty.', '标签的值，省略则为空。'],
  'tag.value': ['Value of the tag. Omitted: empty.', '标签的值，省略则为空。'],
};
