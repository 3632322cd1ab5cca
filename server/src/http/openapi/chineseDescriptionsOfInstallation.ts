/** As `chineseDescriptions`, of what is told of the installation and of its networks. */
export const chineseDescriptionsOfInstallation = {
  'Bytes.': '单位字节。',
  'Of the replica that answers. Only for users of the account that this service was installed for. Shows no setting that may hold a password.':
    '指作出响应的副本。仅限安装本服务的账号的用户。可能含密码的配置项不显示其值。',
  'Of the machine of the replica that answers. Only for users of the account that this service was installed for.':
    '指作出响应的副本所在的机器。仅限安装本服务的账号的用户。',
  'Tells this installation from others on the machine.': '用于区分同一台机器上的多个安装。',
  'The YAML file with settings; null: none was read.': '配置所在的YAML文件；null表示未读取任何文件。',
  'Where clients reach the service; null: where it listens.': '客户端访问服务的地址；null表示即监听的地址。',
  'Null: not known yet.': 'null表示尚不清楚。',
  'Whether files go to and from a screen.': '能否在桌面画面中传输文件。',
  'Whether images can be imported.': '能否导入镜像。',
  'Whether it came with this installation.': '是否为本安装自带的数据库。',
  'Of PostgreSQL.': 'PostgreSQL的版本。',
  'The newest migration that ran.': '最近执行的数据库迁移。',
  'Entries that have their place in the log.': '已写入日志的条目数。',
  'Null: it is set and may hold a password, so that nobody is shown it.':
    'null表示已设置，但可能含密码，因此不向任何人显示。',
  'Empty: nothing.': '空表示没有。',
  'Bytes that programs can still have.': '程序还可以使用的字节数。',
  'The file system that holds the data directory.': '数据目录所在的文件系统。',
  'Bytes of free space that disks leave to the rest of the machine.': '磁盘为本机其他用途保留的可用字节数。',
  'Sum of the sizes of all disks in bytes. They are sparse: what they hold is less.':
    '全部磁盘容量之和，单位字节。磁盘为稀疏文件，实际占用更少。',
  'The most that this sum may be.': '该总和的上限。',
  'Null: the engine has no disks on this machine, or does not answer.':
    'null表示引擎在本机上没有磁盘，或没有响应。',
  'IPv4 addresses that desktops can still be given.': '还可以分配给桌面的IPv4地址数。',
  'On a VPC of the project and some of its subnets, or, where `vpc_id` is left out, on a network of its own. It is open once this is answered; the job is done.':
    '使用项目的VPC及其子网；不指定vpc_id时，为其新建网络。返回时即已开通，任务已完成。',
  'Refused with everything that is left: desktops, running deletions, users, user groups. Its security groups go with it, and the network that was made for it.':
    '若仍有桌面、进行中的删除、用户或用户组，则拒绝并逐一列出。其安全组及为其新建的网络一并删除。',
  'Signs out all users of desktops and closes their screens. Until it is unlocked nobody signs in, no desktop, user or user group is made, and no desktop is resized, rebuilt or put back to a snapshot; deletions go on.':
    '所有桌面用户退出登录，其画面关闭。解锁前不能登录，不能创建桌面、用户和用户组，也不能变更桌面规格、重建系统盘或恢复快照；删除照常进行。',
  'Only for users of the account that this service was installed for.': '仅限安装本服务的账号的用户。',
  'Only for users of the account that this service was installed for. What the project holds beyond a quota stays; nothing more is made until there is room.':
    '仅限安装本服务的账号的用户。已超出配额的部分保留；有余量之前不能再创建。',
  'Its disks and ports go with it, with or without `associated`. Policies with a condition on the enterprise project ask for the new one at once.':
    '其磁盘和端口随之迁移，与associated无关。策略中的企业项目条件立即按新的企业项目判断。',
} as const satisfies Readonly<Record<string, string>>;
