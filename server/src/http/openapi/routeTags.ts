/** What OpenAPI files a route under, by its path; the first that fits counts. */
const tags: readonly (readonly [RegExp, string])[] = [
  [/^\/v1\.0\/enterprise-projects/, 'EPS'],
  [/^\/desk\/api\//, 'Desk'],
  [/^\/_deskplane\//, 'Test double'],
  [/\/(caller-identity|decode-authorization-message|authorization-message-keys)$/, 'STS'],
  [
    /^\/console\/api\/|^\/$|^\/v3(\.0\/|$|\/(?!:project_id))|^\/v5\/|\/(authorization-decisions|policy-checks)$/,
    'IAM',
  ],
  [/\/desktops\/(.*\/)?(batch-)?tags|\/desktops\/resource[-_]instances\//, 'Tags'],
  [
    /\/(desktops|sysprep|connect-desktops|desktop-name-policies|volumes|snapshots)(\/|$)|\/connections\/|^\/screen\//,
    'Desktops',
  ],
  [/\/scheduled-tasks(\/|$)/, 'Scheduled tasks'],
  [/\/deletions(\/|$)/, 'Deletions'],
  [/\/(users|groups|export-tasks|erasures|persons)(\/|$)/, 'Users'],
  [/\/workspace-(sub-)?jobs(\/|$)/, 'Jobs'],
  [/\/mails(\/|$)/, 'Mail'],
  [/\/orphan-scan(\/|$)/, 'Orphans'],
  [/\/traces(\/|$)/, 'Traces'],
  [/^\/\.well-known\/|\/log\//, 'Log'],
  [
    /\/(products|quotas|cloudimages|hour-packages|timezones)$|\/images(\/|$)|availability-zones?(\/|$)/,
    'Catalogue',
  ],
  [/\/(vpcs|subnets|ports|security-groups|security-group-rules)(\/|$)/, 'Network'],
  [
    /^\/console\/\*$|\/(workspaces|assist-auth-config|tenant-configs|installation)(\/|$)|^\/(healthz|readyz|metrics)$|\/error-codes$/,
    'Service',
  ],
];

/** What the document says of each tag. */
export const tagTexts: Readonly<
  Record<string, { readonly en: string; readonly zh: string; readonly zhName: string }>
> = {
  Desktops: {
    en: 'Desktops from order to deletion, and their screens.',
    zh: '桌面从创建到删除，以及桌面画面。',
    zhName: '桌面',
  },
  'Scheduled tasks': {
    en: 'What is done to desktops at set times.',
    zh: '在指定时间对桌面执行的操作。',
    zhName: '定时任务',
  },
  Deletions: {
    en: 'What a deletion does, how far it is, and its receipt.',
    zh: '删除的内容、进度与回执。',
    zhName: '删除',
  },
  Tags: { en: 'Tags of desktops.', zh: '桌面的标签。', zhName: '标签' },
  Users: { en: 'The people who use desktops.', zh: '使用桌面的用户。', zhName: '桌面用户' },
  Jobs: { en: 'What runs in the background.', zh: '后台任务。', zhName: '任务' },
  Catalogue: {
    en: 'Products, images, zones and quotas.',
    zh: '规格、镜像、可用区与配额。',
    zhName: '目录与配额',
  },
  Network: {
    en: 'VPCs, subnets, ports and security groups.',
    zh: 'VPC、子网、端口与安全组。',
    zhName: '网络',
  },
  Mail: { en: 'Mails about deletions.', zh: '删除通知邮件。', zhName: '邮件' },
  Orphans: { en: 'The engine against the ledger.', zh: '引擎与台账的比对。', zhName: '残留资源' },
  Traces: { en: 'Audit events.', zh: '审计事件。', zhName: '审计事件' },
  Log: { en: 'The signed log and its keys.', zh: '签名日志及其密钥。', zhName: '日志' },
  Service: {
    en: 'The service of a project, and the process.',
    zh: '项目的云桌面服务，以及服务进程。',
    zhName: '服务',
  },
  IAM: {
    en: 'Accounts, projects, users, keys and policies.',
    zh: '账号、项目、用户、密钥与策略。',
    zhName: '身份与访问',
  },
  STS: {
    en: 'Who is calling, and why a call was refused.',
    zh: '调用者身份与拒绝原因。',
    zhName: '安全令牌',
  },
  Desk: {
    en: 'For those who work on desktops: signing in, their desktops, their password.',
    zh: '供桌面使用者：登录、自己的桌面与密码。',
    zhName: '我的桌面',
  },
  'Test double': {
    en: 'For tests of your own programs against simulated desktops: faults, and what was asked. Needs DESKPLANE_SIMULATED_CONTROL.',
    zh: '供您用模拟桌面测试自己的程序：注入故障、查看收到的调用。需要DESKPLANE_SIMULATED_CONTROL。',
    zhName: '测试替身',
  },
  EPS: { en: 'Enterprise projects.', zh: '企业项目。', zhName: '企业项目' },
};

/**
 * The tags of a route: one; none for a path that the table does not know, which a test finds.
 * @param path as it is registered, for instance `/v2/:project_id/desktops`
 */
export function tagsOf(path: string): string[] {
  return tags
    .filter(([form]) => form.test(path))
    .slice(0, 1)
    .map(([, tag]) => tag);
}
