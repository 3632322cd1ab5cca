import type { FieldText, FieldTexts } from './fieldText.js';

const anyOfThese = 'With any of these values; none: with any value.';
const anyOfTheseZh = '值为其中任意一个；为空则任意值均可。';

/** Of abilities that the images of no engine here tell of. */
const unknownImages: FieldText = [
  'Only images with this ability. None here tells of it.',
  '仅具备该能力的镜像。此处的镜像没有该信息。',
];

/** What desktops and others are looked for by tags, and what decides about rights. */
export const searchFields: FieldTexts = {
  'ListDesktopsByTags.action': [
    'filter: the desktops; count: only how many.',
    'filter：返回桌面；count：仅返回数量。',
  ],
  'ListDesktopByTags.action': [
    'filter: the desktops; count: only how many.',
    'filter：返回桌面；count：仅返回数量。',
  ],
  'ListDesktopsByTags.tags': ['Tags that must all be there.', '必须全部具有的标签。'],
  'ListDesktopByTags.tags': ['Tags that must all be there.', '必须全部具有的标签。'],
  tags_any: ['Tags of which at least one must be there.', '至少具有其一的标签。'],
  not_tags: ['Tags that must not all be there.', '不能全部具有的标签。'],
  not_tags_any: ['Tags of which none may be there.', '不能具有的标签。'],
  values: [anyOfThese, anyOfTheseZh],
  'tags_any.key': ['Key of the tag.', '标签的键。'],
  'not_tags.key': ['Key of the tag.', '标签的键。'],
  'not_tags_any.key': ['Key of the tag.', '标签的键。'],
  without_any_tag: [
    'Only desktops without a single tag. No other condition on tags counts then.',
    '仅查询没有任何标签的桌面，此时其他标签条件无效。',
  ],
  matches: ['Conditions on other fields than tags; all must hold.', '标签以外的条件，须全部满足。'],
  'matches.key': ['resource_name: the name of the desktop.', 'resource_name：桌面名称。'],
  'matches.value': ['A part of it, in any case.', '其中的一部分，不区分大小写。'],
  offset: ['How many to pass over, from the first one.', '从第一条起跳过的条数。'],
  limit: ['How many at most.', '最多返回的条数。'],
  marker: [
    'Where the page before ended, as that page says: what comes after it.',
    '上一页给出的结束位置，返回其后的内容。',
  ],
  page: ['Which page, from 1.', '页码，从1开始。'],
  per_page: ['Entries of one page.', '每页的条数。'],
  'query.sort_field': ['By what the list is sorted.', '排序字段。'],
  'query.sort_type': [
    'ASC: upwards; DESC: downwards. Omitted: upwards.',
    'ASC：升序；DESC：降序。省略则为升序。',
  ],
  'query.enterprise_project_id': [
    'Only of this enterprise project. all_granted_eps: of all that the caller may see.',
    '仅该企业项目的。all_granted_eps：调用者有权查看的全部企业项目。',
  ],
  'ListVpcSecurityGroups.query.enterprise_project_id': [
    'Only of this enterprise project.',
    '仅该企业项目的。',
  ],
  'query.user_name': [
    'Only with a user whose name contains this, in any case.',
    '仅用户名包含该内容的，不区分大小写。',
  ],
  'ListDesktops.query.user_name': [
    'Only with a user whose name contains one of these, in any case. May be repeated.',
    '仅用户名包含其中之一的，不区分大小写。可重复。',
  ],
  'ListLoginRecordsNew.query.user_name': ['Only of this user.', '仅该用户的。'],
  'ExportUserLoginInfoNew.query.user_name': ['Only of this user.', '仅该用户的。'],
  'query.user_names': [
    'Only of users with one of these names, whole, in any case. May be repeated.',
    '仅用户名为其中之一的，须完整匹配，不区分大小写。可重复。',
  ],
  'query.computer_name': [
    'Only the desktop of this name, whole, in any case.',
    '仅该名称的桌面，须完整匹配，不区分大小写。',
  ],
  'ListLoginRecordsNew.query.computer_name': ['Only of the desktop of this name.', '仅该名称的桌面的。'],
  'ExportUserLoginInfoNew.query.computer_name': ['Only of the desktop of this name.', '仅该名称的桌面的。'],
  'query.computer_names': [
    'Only desktops of one of these names. May be repeated.',
    '仅名称为其中之一的桌面。可重复。',
  ],
  'query.desktop_id': ['Only these desktops. May be repeated.', '仅这些桌面。可重复。'],
  'query.desktop_ip': ['Only the desktop with this IPv4 address.', '仅该IPv4地址的桌面。'],
  'query.desktop_type': [
    'Only desktops of this type: DEDICATED or SHARED.',
    '仅该类型的桌面：DEDICATED或SHARED。',
  ],
  'query.status': ['Only those in this state.', '仅该状态的。'],
  'ListDesktops.query.status': [
    'Only desktops in this state: ACTIVE, SHUTOFF, HIBERNATED, DELETING or ERROR.',
    '仅该状态的桌面：ACTIVE、SHUTOFF、HIBERNATED、DELETING或ERROR。',
  ],
  'ListDesktopsDetail.query.status': [
    'Only desktops in this state: ACTIVE, SHUTOFF, HIBERNATED, DELETING or ERROR.',
    '仅该状态的桌面：ACTIVE、SHUTOFF、HIBERNATED、DELETING或ERROR。',
  ],
  'ListItaSubJobs.query.status': [
    'Only sub-jobs in one of these states. May be repeated.',
    '仅状态为其中之一的子任务。可重复。',
  ],
  'query.pool_id': ['Only desktops of this pool.', '仅该桌面池的桌面。'],
  'query.desktop_pool_id': ['Only sub-jobs about this pool of desktops.', '仅该桌面池的子任务。'],
  'query.job_type': [
    'Only sub-jobs of this type, for instance deleteDesktops.',
    '仅该类型的子任务，例如deleteDesktops。',
  ],
  'query.is_share_desktop': [
    'true: only shared desktops; false: only others.',
    'true：仅共享桌面；false：仅其他桌面。',
  ],
  'query.subnet_id': ['Only what is in this subnet.', '仅该子网中的。'],
  'query.tag': [
    'Only desktops with all of these tags: key=value, or key for any value; several with commas.',
    '仅具有全部这些标签的桌面：key=value，或仅写key表示任意值；多个以逗号分隔。',
  ],
  'query.user_attached': [
    'true: only desktops that have a user; false: only those without.',
    'true：仅已分配用户的桌面；false：仅未分配的。',
  ],
  'query.image_id': ['Only of this image.', '仅该镜像的。'],
  'ListCloudImages.query.status': ['Only in this state: active.', '仅该状态的：active。'],
  'query.visibility': ['Only public or only private ones.', '仅公共（public）或私有（private）的。'],
  'query.protected': ['true: only those that cannot be deleted.', 'true：仅不能删除的。'],
  'query.owner': [
    'Only of this project. Images here belong to none.',
    '仅该项目的。此处的镜像不属于任何项目。',
  ],
  'query.container_format': ['Only in this container format: bare.', '仅该容器格式的：bare。'],
  'query.disk_format': ['Only in this format: raw.', '仅该格式的：raw。'],
  'query.min_disk': [
    'Only those that need a disk of exactly so many GB.',
    '仅要求系统盘恰为该大小（GB）的。',
  ],
  'query.min_ram': ['Only those that need exactly so many MB of memory.', '仅要求内存恰为该大小（MB）的。'],
  'query.member_status': [
    'Only shared ones in this state. None is shared.',
    '仅该状态的共享镜像。此处没有共享镜像。',
  ],
  'ListCloudImages.query.tag': ['Only with this tag. No image has tags.', '仅带有该标签的。镜像没有标签。'],
  'query.flavor_id': [
    'Only for this flavor. Images here name none.',
    '仅适用于该规格的。此处的镜像不限规格。',
  ],
  'query.virtual_env_type': [
    'Only for this kind of environment. Images here name none.',
    '仅该使用环境类型的。此处的镜像没有该信息。',
  ],
  'query.__os_bit': ['Only for this word size: 64.', '仅该系统位数的：64。'],
  'query.__platform': ['Only of this distribution.', '仅该发行版的。'],
  'query.__isregistered': ['true: only registered ones, as all are.', 'true：仅已注册的；全部均已注册。'],
  'query.__support_kvm': ['true: only those that run on KVM.', 'true：仅支持KVM的。'],
  'query.__support_kvm_gpu_type': unknownImages,
  'query.__support_kvm_infiniband': unknownImages,
  'query.__support_xen': unknownImages,
  'query.__support_xen_gpu_type': unknownImages,
  'query.__support_xen_hana': unknownImages,
  'query.__support_diskintensive': unknownImages,
  'query.__support_highperformance': unknownImages,
  'query.__support_largememory': unknownImages,
  'query.sort_key': ['By what the list is sorted.', '排序字段。'],
  'query.sort_dir': ['asc: ascending; desc: descending.', 'asc：升序；desc：降序。'],
  'query.volume_type': ['Only these types, separated by commas.', '仅这些类型，以逗号分隔。'],
  'query.desktop_resource_spec_code': ['Only for this size of desktop.', '仅适用于该桌面规格的。'],
  'query.resource_spec_code': ['Only of this kind.', '仅该规格的。'],
  'query.time_zone_name': [
    'Only the one of this name, such as Asia/Shanghai.',
    '仅该名称的，例如Asia/Shanghai。',
  ],
  'ListTenantConfigs.query.name': ['Only the one of this name.', '仅该名称的。'],
  'query.charge_mode': [
    'Only what is paid this way: 1 per use, 0 by the period.',
    '仅该计费方式的：1为按需，0为包周期。',
  ],
  'query.in_maintenance_mode': [
    'true: only desktops in maintenance; false: only others.',
    'true：仅处于维护模式的桌面；false：仅其他桌面。',
  ],
  'query.is_support_internet': [
    'true: only desktops with a way to the internet; false: only others.',
    'true：仅可访问互联网的桌面；false：仅其他桌面。',
  ],
  'query.availability_zone': ['Only what is in this availability zone.', '仅该可用区的。'],
  'query.connect_status': [
    'Only desktops whose screen is in this state: UNREGISTER, REGISTERED, CONNECTED or DISCONNECTED.',
    '仅该连接状态的桌面：UNREGISTER、REGISTERED、CONNECTED或DISCONNECTED。',
  ],
  'query.terminal_type': [
    'Only connections of this kind of client; a browser is WI.',
    '仅该类型客户端的连接，浏览器为WI。',
  ],
  'query.public_ip': ['Only connections from this address.', '仅来自该地址的连接。'],
  'query.min_network_rtt': [
    'Only connections with at least this round-trip time, in milliseconds.',
    '仅往返时延不低于该值的连接，单位毫秒。',
  ],
  'query.max_network_rtt': [
    'Only connections with at most this round-trip time, in milliseconds.',
    '仅往返时延不高于该值的连接，单位毫秒。',
  ],
  'query.language': [
    'Language of the file: zh-cn or en-us. Omitted: that of the call.',
    '文件的语言：zh-cn或en-us。省略则与调用的语言相同。',
  ],
  'query.query_type': [
    'For how long up to now: a day, a week or a month.',
    '截至现在的时间范围：日、周或月。',
  ],
  'query.key': ['Only this key.', '仅该键。'],
  'query.value': ['Only keys with this value.', '仅具有该值的键。'],
  'query.product_id': ['Only this product.', '仅该规格。'],
  'query.os_type': ['Only for this system: Linux or Windows.', '仅该操作系统：Linux或Windows。'],
  'query.architecture': ['Only for this kind of processor.', '仅该处理器架构。'],
  'query.package_type': ['Only of this kind of package.', '仅该套餐类型。'],
  'query.image_type': [
    'Only of this kind: gold public, private of your own, market of the market.',
    '仅该类型：gold为公共镜像，private为私有镜像，market为市场镜像。',
  ],
  'query.platform': ['Only of this distribution, for instance Debian.', '仅该发行版，例如Debian。'],
  'ListCloudImages.query.id': ['Only this image.', '仅该镜像。'],
  'ListCloudImages.query.name': ['Only the image of this name.', '仅该名称的镜像。'],
  'query.__imagetype': ['Only of this kind: gold, private or market.', '仅该类型：gold、private或market。'],
  'query.__os_type': ['Only for this system: Linux or Windows.', '仅该操作系统：Linux或Windows。'],
  'query.availability_zone_id': ['Availability zone that the subnet serves.', '子网所服务的可用区。'],
  'query.vpc_id': ['Only what is in this VPC.', '仅该VPC中的。'],
  'query.network_id': ['Only ports in this subnet.', '仅该子网中的端口。'],
  'query.device_id': ['Only ports of this desktop.', '仅该桌面的端口。'],
  'query.mac_address': ['Only the port with this MAC address.', '仅该MAC地址的端口。'],
  'query.ip_address': ['Only the port with this IPv4 address.', '仅该IPv4地址的端口。'],
  'query.id': ['Only this one.', '仅该ID的。'],
  'query.object_type': ['Only users, or only user groups.', '仅用户或仅用户组。'],
  'query.object_name': [
    'Only those whose name contains this, in any case.',
    '仅名称包含该内容的，不区分大小写。',
  ],
  'query.main_auth_config_id': ['ID of the first factor that this one assists.', '所辅助的主认证配置的ID。'],
  'query.resource_id': [
    'Only traces about what has this ID, also those about several things of which it is one.',
    '仅涉及该资源ID的审计事件，包括同时涉及多个资源的。',
  ],
  'query.resource_type': ['Only traces about this kind of thing.', '仅该资源类型的审计事件。'],
  'query.service_type': [
    'Only traces of this service, for instance WORKSPACE or IAM.',
    '仅该服务的审计事件，例如WORKSPACE或IAM。',
  ],
  'query.trace_id': ['Only this trace.', '仅该审计事件。'],
  'query.trace_name': [
    'Only traces of this name, for instance deleteDesktop.',
    '仅该名称的审计事件，例如deleteDesktop。',
  ],
  'query.trace_rating': [
    'normal: what was done; warning: what was refused or failed; incident: what the service failed at.',
    'normal：已执行；warning：被拒绝或失败；incident：服务故障。',
  ],
  'query.first': ['The smaller length of the log, in entries.', '较小的日志长度（条目数）。'],
  'query.second': ['The larger length of the log, in entries.', '较大的日志长度（条目数）。'],
  'last-event-id': [
    'ID of the last event that was seen: the stream goes on after it.',
    '最后收到的事件的ID，事件流从其后继续。',
  ],
  'vpcs.id': ['VPC ID.', 'VPC ID。'],
  'subnets.id': ['Subnet ID.', '子网ID。'],
  'subnets.subnet_id': ['Subnet ID.', '子网ID。'],
  'ports.id': ['Port ID.', '端口ID。'],
  'security-groups.id': ['Security group ID.', '安全组ID。'],
  '*': ['Path of the file.', '文件路径。'],
};
