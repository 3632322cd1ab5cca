import type { Language } from '../errors/errors.js';
import type { PublishedCall } from './publishedCall.js';

/** Operations that belong together. */
export interface PublishedGroup extends Readonly<Record<Language, string>> {
  readonly service: string;
  /** Of the path below the project; undefined: every call of the service that no other group has. */
  readonly below?: RegExp;
}

const workspace = (en: string, zh: string, below: RegExp): PublishedGroup => ({
  service: 'workspace',
  en,
  zh,
  below,
});

/** In the order of the page; a call belongs to the first that it fits. */
export const publishedGroups: readonly PublishedGroup[] = [
  workspace('Disks and snapshots', '磁盘与快照', /^(?:volumes?|snapshots|desktops\/\{[^}]+\}\/volumes)\b/),
  workspace('Desktop pools', '桌面池', /^desktop-pools?(?:\/|$)/),
  workspace(
    'Desktops',
    '桌面',
    /^(?:desktops?|connect-desktops|desktop-monitor|desktop-name-policies|sysprep|hibernate-type)\b/,
  ),
  workspace('Users and user groups', '用户与用户组', /^(?:users|groups|ous|ad-ous|ou-users|user-events)\b/),
  workspace(
    'Signing in, directories and certificates',
    '登录、目录与证书',
    /^(?:assist-auth-config|auth-configs?|domains|domain-controllers|certmanager)\b/,
  ),
  workspace('Policies', '策略', /^(?:policy-groups|access-policy|access-config)\b/),
  workspace(
    'Network',
    '网络',
    /^(?:subnets|vpcs|ports|security-groups|bandwidths|eips|internet|nat-gateways|nat-mapping-configs|ip|check-cidr)\b/,
  ),
  workspace(
    'Images, products and orders',
    '镜像、产品与订单',
    /^(?:images|market-images|products|periodic|resource-packages|hosts|share-space)\b/,
  ),
  workspace('Jobs', '任务', /^(?:workspace-jobs|workspace-sub-jobs)\b/),
  workspace('Scheduled tasks and scripts', '定时任务与脚本', /^(?:scheduled-tasks|scripts?)\b/),
  workspace('Monitoring and records', '监控与记录', /^(?:connections|alarms|statistics|screen-records)\b/),
  workspace('Terminals', '终端', /^terminals\b/),
  workspace('Application center', '应用中心', /^app-center\b/),
  workspace('AI agents', 'AI智能体', /^ai-agents\b/),
  { service: 'workspace', en: 'The service itself', zh: '服务自身' },
  { service: 'iam', en: 'Identity and Access Management (IAM)', zh: '统一身份认证服务（IAM）' },
  { service: 'vpc', en: 'Virtual Private Cloud (VPC)', zh: '虚拟私有云（VPC）' },
  { service: 'ims', en: 'Image Management Service (IMS)', zh: '镜像服务（IMS）' },
  { service: 'eps', en: 'Enterprise Project Management Service (EPS)', zh: '企业项目管理服务（EPS）' },
  { service: 'cts', en: 'Cloud Trace Service (CTS)', zh: '云审计服务（CTS）' },
];

/** The English name of the group that a call belongs to. @throws {Error} when its service has none */
export function groupOf({ service, path }: PublishedCall): string {
  const below = path.replace(/^\/v[\d.]+\//, '').replace(/^\{[^}]+\}\//, '');
  const group = publishedGroups.find(
    (each) => each.service === service && (each.below === undefined || each.below.test(below)),
  );
  if (group === undefined) throw new Error(`${path} belongs to no group.`);
  return group.en;
}
