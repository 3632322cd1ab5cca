import { sql } from 'kysely';
import type { Database } from '../database/connect.js';
import type { ProjectId } from '../ids.js';
import { countKeepers } from './closeWorkspace.js';
import { deskUrl } from './deskUrl.js';
import { findWorkspace, type Workspace } from './findWorkspace.js';

/** How the service reaches people, and they it. */
export interface Reach {
  /** Where browsers reach the service; undefined: it does not know. */
  readonly publicUrl: string | undefined;
  /** There is no mail server: mails become files. */
  readonly keepsMails: boolean;
}

/**
 * The answer of ListWorkspaces, which despite its name is one object. A project without the service gets the status
 * `CLOSED`, which clients take for "not there" (docs/reference/terraform.md#the-service).
 */
export async function showWorkspace(database: Database, projectId: ProjectId, reach: Reach) {
  const workspace = await findWorkspace(database, projectId);
  const mail_delivery = reach.keepsMails ? ('kept' as const) : ('sent' as const);
  if (workspace === undefined) return { ...closed, desk_url: null, mail_delivery };
  const facts = await database
    .selectFrom('vpcs')
    .select(['vpcs.name as vpcName', usedSubnets(projectId).as('usedSubnetIds')])
    .where('vpcs.id', '=', workspace.vpc_id)
    .where('vpcs.project_id', '=', projectId)
    .executeTakeFirstOrThrow();
  const groups = await database
    .selectFrom('security_groups')
    .select(['id', 'name'])
    .where('project_id', '=', projectId)
    .execute();
  const groupOf = (id: string) => ({ id, name: groups.find((group) => group.id === id)?.name ?? '' });
  return {
    ...closed,
    id: workspace.id,
    status: 'SUBSCRIBED',
    access_status: 'openSuccess',
    config_status: '3',
    progress: '100%',
    ad_domains: { ...noDirectory, delete_computer_object: workspace.delete_computer_object ? '1' : '0' },
    vpc_id: workspace.vpc_id,
    vpc_name: facts.vpcName,
    subnet_ids: workspace.subnet_ids.map((id) => ({ subnet_id: id })),
    vpc_config_infos: [presentVpc(workspace, facts.usedSubnetIds)],
    access_mode: workspace.access_mode,
    internet_access_address: reach.publicUrl ?? '',
    internet_access_port: accessPort(reach),
    infrastructure_security_group: groupOf(workspace.infrastructure_security_group_id),
    desktop_security_group: groupOf(workspace.desktop_security_group_id),
    closable: Object.values(await countKeepers(database, workspace)).every((count) => count === 0),
    enterprise_id: workspace.enterprise_id,
    is_send_email: workspace.is_send_email,
    desk_url: reach.publicUrl === undefined ? null : deskUrl(reach.publicUrl, workspace.enterprise_id),
    mail_delivery,
  };
}

/** At which port the users of desktops reach the service; empty: it does not know its own address. */
export function accessPort({ publicUrl }: Reach): string {
  if (publicUrl === undefined) return '';
  const { port, protocol } = new URL(publicUrl);
  return port || (protocol === 'https:' ? '443' : '80');
}

function usedSubnets(projectId: ProjectId) {
  return sql<string[]>`array(
    select distinct subnet_id::text from desktops
    where project_id = ${projectId} and gone_at is null order by 1)`;
}

function presentVpc(workspace: Workspace, usedSubnetIds: string[]) {
  return {
    vpc_id: workspace.vpc_id,
    subnet_ids: workspace.subnet_ids,
    used_subnet_ids: usedSubnetIds,
    default_access_vpc: true,
  };
}

/** The service has no directory of its own: users are local. */
const noDirectory = {
  domain_type: 'LITE_AS',
  domain_name: '',
  domain_admin_account: '',
  active_domain_name: '',
  active_domain_ip: '',
  standby_domain_name: '',
  standby_domain_ip: '',
  active_dns_ip: '',
  standby_dns_ip: '',
  delete_computer_object: '0',
  use_ldaps: false,
  tls_config: null,
  cba_enabled: false,
  certificate_id: null,
  domain_controllers: [],
};

const noGroup = { id: '', name: '' };

const closed = {
  id: '',
  is_global: false,
  ad_domains: noDirectory,
  vpc_id: '',
  vpc_name: '',
  access_mode: '',
  adn_conflict_network: null,
  dedicated_subnets: '',
  dedicated_access_address: '',
  internet_access_address: '',
  internet_access_port: '',
  status: 'CLOSED',
  access_status: 'init',
  subnet_ids: [],
  vpc_config_infos: [],
  management_subnet_cidr: '',
  infrastructure_security_group: noGroup,
  desktop_security_group: noGroup,
  closable: false,
  config_status: '3',
  progress: '0%',
  job_id: null,
  fail_code: null,
  fail_reason: null,
  enterprise_id: '',
  enterprise_project_id: '0',
  is_send_email: true,
  authorized_collect_log: false,
  authorized_hda_upgrade: false,
  site_configs: [],
  dc_vnc_ip: null,
  is_authorized_install_agent: false,
  is_support_ipv6: false,
  enable_user_create_snapshot: false,
};
