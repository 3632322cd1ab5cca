/** What DPL.0404 says is not there, in Chinese. */
const chinese = {
  credential: '凭证',
  deletion: '删除任务',
  desktop: '桌面',
  domain: '账号',
  'enterprise project': '企业项目',
  fault: '故障',
  file: '文件',
  grant: '授权',
  group: '用户组',
  item: '资源',
  job: '任务',
  'log head': '日志头',
  mail: '邮件',
  membership: '成员关系',
  parent: '上级',
  policy: '策略',
  port: '端口',
  project: '项目',
  role: '角色',
  'security group': '安全组',
  'security group rule': '安全组规则',
  session: '会话',
  snapshot: '快照',
  'subject token': 'X-Subject-Token中的token',
  subnet: '子网',
  token: 'token',
  user: '用户',
  version: '版本',
  volume: '磁盘',
  VPC: 'VPC',
} as const;

export type Thing = keyof typeof chinese;

/** What is not there, in Chinese; as it is where that is no such thing. */
export const thingInChinese = (thing: string): string =>
  Object.hasOwn(chinese, thing) ? Reflect.get(chinese, thing) : thing;
