/** What a system policy allows, before it is written down in the grammar of each model. */
export interface PolicyOutline {
  readonly role: { readonly name: string; readonly displayName: string };
  readonly identity: string;
  readonly type: 'AX' | 'XA' | 'AA';
  readonly catalog: string;
  readonly description: { readonly en: string; readonly zh: string };
  readonly allow: { readonly Action: readonly string[] } | { readonly NotAction: readonly string[] };
  /** What the actions depend on in other services (docs/reference/policies.md#actions). */
  readonly dependencies?: readonly string[];
}

const reading = [
  'workspace:*:get*',
  'workspace:*:list*',
  'workspace:*:export*',
  'workspace:*:check*',
  'workspace:*:securityList',
];

/** What looking at desktops, networks, images and flavours depends on. */
const readDependencies = [
  'vpc:vpcs:get',
  'vpc:vpcs:list',
  'vpc:networks:get',
  'vpc:subnets:get',
  'vpc:subnets:list',
  'vpc:ports:get',
  'vpc:ports:list',
  'vpc:securityGroups:get',
  'vpc:securityGroups:list',
  'vpc:quotas:list',
  'eip:publicIps:get',
  'eip:publicIps:list',
  'nat:snatRules:list',
  'ims:images:get',
  'ims:images:list',
  'ecs:cloudServerFlavors:get',
  'ecs:availabilityZones:list',
  'dss:pools:list',
];

/** What is looked at in IAM; no operation that begins so shows a secret. */
const identityReading = ['iam:*:get*', 'iam:*:list*', 'iam:*:show*', 'iam:*:check*'];
const traceReading = ['cts:*:get*', 'cts:*:list*'];

/** What making, changing and deleting desktops depends on besides. */
const desktopDependencies = [
  ...readDependencies,
  'vpc:ports:create',
  'vpc:ports:update',
  'vpc:ports:delete',
  'ims:images:share',
  'ims:images:addMember',
  'ims:images:updateMemberStatus',
  'ims:images:deleteMember',
  'eip:publicIps:create',
  'eip:publicIps:createTags',
  'eip:publicIps:associateInstance',
  'eip:publicIps:disassociateInstance',
  'eip:publicIps:delete',
  'kms:cmk:createGrant',
  'kms:cmk:listGrants',
  'kms:cmk:get',
  'kms:cmk:list',
];

/** What closing the service depends on besides. */
const tenantDependencies = [
  ...readDependencies,
  'vpc:ports:delete',
  'vpc:securityGroups:delete',
  'vpcep:endpoints:get',
  'vpcep:endpoints:delete',
  'eip:publicIps:disassociateInstance',
  'eip:publicIps:delete',
  'eip:bandwidths:delete',
  ...['healthmonitors', 'listeners', 'loadbalancers', 'members', 'pools'].flatMap((type) => [
    `elb:${type}:show`,
    `elb:${type}:list`,
    `elb:${type}:delete`,
  ]),
];

function workspace(
  sense: string,
  identity: string,
  description: { readonly en: string; readonly zh: string },
  actions: readonly string[],
  dependencies: readonly string[],
): PolicyOutline {
  const name = `Workspace ${sense}`;
  const role = { name, displayName: name };
  // Role policies need no dependencies, but their holders need to look at the networks and images that they choose from.
  const Action = [...actions, 'vpc:*:get*', 'vpc:*:list*', 'ims:images:list', 'ecs:*:get*', 'ecs:*:list*'];
  return { role, identity, type: 'XA', catalog: 'Workspace', description, allow: { Action }, dependencies };
}

export const workspacePolicies: readonly PolicyOutline[] = [
  workspace(
    'FullAccess',
    'WorkspaceFullAccessPolicy',
    { en: 'All of Workspace', zh: '云桌面所有权限' },
    ['workspace:*:*'],
    [...new Set([...desktopDependencies, ...tenantDependencies])],
  ),
  workspace(
    'DesktopsManager',
    'WorkspaceDesktopsManagerPolicy',
    { en: 'Desktops, their disks and pools', zh: '管理桌面、磁盘与桌面池' },
    [
      ...reading,
      'workspace:desktops:*',
      'workspace:volumes:*',
      'workspace:desktopPools:*',
      'workspace:networks:*',
      'workspace:orders:*',
    ],
    desktopDependencies,
  ),
  workspace(
    'UserManager',
    'WorkspaceUserManagerPolicy',
    { en: 'Desktop users and their groups', zh: '管理桌面用户与用户组' },
    [...reading, 'workspace:users:*', 'workspace:userGroups:*'],
    readDependencies,
  ),
  workspace(
    'SecurityManager',
    'WorkspaceSecurityManagerPolicy',
    { en: 'Policy groups, connections and log-in settings', zh: '管理策略组、连接记录与登录认证配置' },
    [
      ...reading,
      'workspace:policyGroups:*',
      'workspace:connections:*',
      'workspace:assistAuthConfigs:*',
      'workspace:accessPolicies:*',
    ],
    readDependencies,
  ),
  workspace(
    'TenantManager',
    'WorkspaceTenantManagerPolicy',
    { en: 'Opening, setting up and closing the service', zh: '开通、配置与注销云办公服务' },
    [...reading, 'workspace:tenants:*', 'workspace:quotas:*'],
    tenantDependencies,
  ),
  workspace(
    'ReadOnlyAccess',
    'WorkspaceReadOnlyPolicy',
    { en: 'Read everything in Workspace', zh: '云桌面只读权限' },
    reading,
    readDependencies,
  ),
];

export const networkPolicies: readonly PolicyOutline[] = [
  {
    role: { name: 'VPC FullAccess', displayName: 'VPC FullAccess' },
    identity: 'VPCFullAccessPolicy',
    type: 'XA',
    catalog: 'VPC',
    description: { en: 'All of networks', zh: '虚拟私有云所有权限' },
    allow: { Action: ['vpc:*:*'] },
  },
  {
    role: { name: 'VPC ReadOnlyAccess', displayName: 'VPC ReadOnlyAccess' },
    identity: 'VPCReadOnlyPolicy',
    type: 'XA',
    catalog: 'VPC',
    description: { en: 'Read networks', zh: '虚拟私有云只读权限' },
    allow: { Action: ['vpc:*:get*', 'vpc:*:list*'] },
  },
];

export const administrationPolicies: readonly PolicyOutline[] = [
  {
    role: { name: 'te_admin', displayName: 'Tenant Administrator' },
    identity: 'TenantAdministratorPolicy',
    type: 'AA',
    catalog: 'BASE',
    description: { en: 'Everything but users, groups and policies', zh: '除统一身份认证服务外的所有权限' },
    allow: { NotAction: ['iam:*:*'] },
  },
  {
    role: { name: 'FullAccess', displayName: 'FullAccess' },
    identity: 'AdministratorAccessPolicy',
    type: 'AA',
    catalog: 'BASE',
    description: { en: 'Everything', zh: '所有服务的所有权限' },
    allow: { Action: ['*'] },
  },
  {
    role: { name: 'secu_admin', displayName: 'Security Administrator' },
    identity: 'IAMFullAccessPolicy',
    type: 'AX',
    catalog: 'IAM',
    description: {
      en: 'Users, groups, projects, credentials and policies; decoding authorization messages',
      zh: '管理用户、用户组、项目、凭证与策略，并可解密拒绝信息',
    },
    allow: { Action: ['iam:*:*', 'sts::decodeAuthorizationMessage'] },
  },
  {
    role: { name: 'IAM ReadOnlyAccess', displayName: 'IAM ReadOnlyAccess' },
    identity: 'IAMReadOnlyPolicy',
    type: 'AX',
    catalog: 'IAM',
    description: { en: 'Read users, groups and policies', zh: '统一身份认证服务只读权限' },
    allow: { Action: identityReading },
  },
  {
    role: { name: 'STS DecodeAccess', displayName: 'STS DecodeAccess' },
    identity: 'STSDecodePolicy',
    type: 'AX',
    catalog: 'STS',
    description: { en: 'Decode authorization messages', zh: '解密鉴权失败信息' },
    allow: { Action: ['sts::decodeAuthorizationMessage'] },
  },
  {
    role: { name: 'EPS FullAccess', displayName: 'EPS FullAccess' },
    identity: 'EPSFullAccessPolicy',
    type: 'AX',
    catalog: 'EPS',
    description: { en: 'Enterprise projects', zh: '企业项目管理所有权限' },
    allow: { Action: ['eps:*:*'] },
  },
  {
    role: { name: 'CTS ReadOnlyAccess', displayName: 'CTS ReadOnlyAccess' },
    identity: 'CTSReadOnlyPolicy',
    type: 'AA',
    catalog: 'CTS',
    description: { en: 'Read audit events', zh: '云审计服务只读权限' },
    allow: { Action: traceReading },
  },
  {
    // For whoever looks over everything and touches nothing: desktops, deletions with their receipts, who did what, who may what.
    role: { name: 'Auditor ReadOnlyAccess', displayName: 'Auditor ReadOnlyAccess' },
    identity: 'AuditorReadOnlyPolicy',
    type: 'AA',
    catalog: 'BASE',
    description: {
      en: 'Read everything: desktops, users, deletions, receipts, mails, audit events, policies. Sign reports about a person. Change nothing but own contact and access keys',
      zh: '审计员：查看桌面、用户、删除记录、凭据、邮件、审计事件与策略；可生成关于个人的签名报告；除本人的联系方式和访问密钥外，不可更改任何内容',
    },
    allow: {
      Action: [
        ...reading,
        ...identityReading,
        ...traceReading,
        // Says no more than looking does, and changes nothing but the log, which notes that it was made.
        'workspace:persons:report',
        'eps:*:get*',
        'eps:*:list*',
        'vpc:*:get*',
        'vpc:*:list*',
        'ims:images:list',
        'ecs:*:get*',
        'ecs:*:list*',
      ],
    },
    dependencies: readDependencies,
  },
];
