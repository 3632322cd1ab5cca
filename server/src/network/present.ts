import { formatSecondTime } from '../http/apiTimes.js';
import type { ProjectId } from '../ids.js';
import type { PortRow, SecurityGroupRow, SecurityGroupRuleRow, SubnetRow, VpcRow } from './queries.js';

/** A VPC of the network service, version 1. */
export function presentVpc(row: VpcRow, projectId: ProjectId) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    cidr: row.cidr,
    status: 'OK',
    routes: [],
    enterprise_project_id: '0',
    enable_shared_snat: false,
    tenant_id: projectId,
    ...timesOf(row),
  };
}

/** A VPC of the network service, version 3. */
export function presentVpcV3(row: VpcRow, projectId: ProjectId) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    cidr: row.cidr,
    extend_cidrs: [],
    status: 'ACTIVE',
    project_id: projectId,
    enterprise_project_id: '0',
    cloud_resources: [],
    tags: [],
    ...timesOf(row),
  };
}

/** A subnet of the network service. One id serves for the subnet and for its network. */
export function presentSubnet(row: SubnetRow, projectId: ProjectId) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    cidr: row.cidr,
    gateway_ip: row.gateway_ip,
    // Desktops are given their addresses; nobody enters one.
    dhcp_enable: true,
    ipv6_enable: row.ipv6_cidr !== null,
    cidr_v6: row.ipv6_cidr ?? '',
    gateway_ip_v6: row.ipv6_gateway ?? '',
    primary_dns: row.dns_servers[0] ?? '',
    secondary_dns: row.dns_servers[1] ?? '',
    dnsList: row.dns_servers,
    availability_zone: '',
    vpc_id: row.vpc_id,
    available_ip_address_count: row.free_addresses,
    status: 'ACTIVE',
    neutron_network_id: row.id,
    neutron_subnet_id: row.id,
    extra_dhcp_opts: [],
    tenant_id: projectId,
    ...timesOf(row),
  };
}

/** A subnet as Workspace shows it (`SingleSubnetInfo`). */
export function presentWorkspaceSubnet(row: SubnetRow) {
  return {
    id: row.id,
    unused: !row.used,
    checked: row.offered,
    vpc_id: row.vpc_id,
    name: row.name,
    cidr: row.cidr,
    gateway_ip: row.gateway_ip,
    dhcp_enable: true,
    ipv6_enable: row.ipv6_cidr !== null,
    primary_dns: row.dns_servers[0] ?? '',
    secondary_dns: row.dns_servers[1] ?? '',
    status: 'ACTIVE',
    availability_zone: '',
    neutron_subnet_id: row.id,
    neutron_ipv6_subnet_id: null,
    description: row.description,
  };
}

/** A security group of the network service, version 1. */
export function presentSecurityGroup(row: SecurityGroupRow) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    vpc_id: null,
    enterprise_project_id: '0',
    security_group_rules: row.rules.map(presentRule),
  };
}

/** A security group of the network service, version 3. */
export function presentSecurityGroupV3(row: SecurityGroupRow, projectId: ProjectId) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    project_id: projectId,
    enterprise_project_id: '0',
    ...timesOf(row),
    security_group_rules: row.rules.map((rule) => presentRuleV3(rule, projectId)),
    tags: [],
  };
}

/** A security group as Workspace shows it (`SimpleSecurityGroupsInfo`: its rules are one text there). */
export function presentWorkspaceSecurityGroup(row: SecurityGroupRow, projectId: ProjectId) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    security_group_rules: JSON.stringify(row.rules.map(presentRule)),
    tenant_id: projectId,
    project_id: projectId,
    ...timesOf(row),
  };
}

/** A rule as the network service shows it, version 1; null stands for anything. Of several ports only `multiport` tells. */
export function presentRule(rule: SecurityGroupRuleRow) {
  return {
    ...presentCommon(rule),
    port_range_min: rule.port_min,
    port_range_max: rule.port_max,
    multiport: multiportOf(rule),
  };
}

/** A rule as the network service shows it, version 3. */
export function presentRuleV3(rule: SecurityGroupRuleRow, projectId: ProjectId) {
  const at = formatSecondTime(new Date(rule.created_at));
  return {
    ...presentCommon(rule),
    project_id: projectId,
    multiport: multiportOf(rule),
    action: 'allow',
    priority: rule.priority,
    enabled: true,
    remote_address_group_id: null,
    created_at: at,
    updated_at: at,
  };
}

function presentCommon(rule: SecurityGroupRuleRow) {
  return {
    id: rule.id,
    security_group_id: rule.security_group_id,
    description: rule.description,
    direction: rule.direction,
    ethertype: `IPv${rule.family}`,
    protocol: protocolOf(rule),
    remote_ip_prefix: rule.remote_cidr,
    remote_group_id: rule.remote_group_id,
  };
}

function multiportOf({ port_min: min, port_max: max, port_list: list }: SecurityGroupRuleRow): string | null {
  if (list !== null || min === null) return list;
  return min === max ? String(min) : `${min}-${max}`;
}

function timesOf(row: { readonly created_at: Date; readonly updated_at: Date }) {
  return { created_at: formatSecondTime(row.created_at), updated_at: formatSecondTime(row.updated_at) };
}

function protocolOf({ protocol, family }: SecurityGroupRuleRow): string | null {
  if (protocol === 'any') return null;
  return protocol === 'icmp' && family === 6 ? 'icmpv6' : protocol;
}

/** A port of the network service. */
export function presentPort(row: PortRow, projectId: ProjectId) {
  return {
    id: row.id,
    name: '',
    status: 'ACTIVE',
    admin_state_up: true,
    network_id: row.subnet_id,
    mac_address: row.mac_address,
    fixed_ips: [{ subnet_id: row.subnet_id, ip_address: row.address }],
    device_id: row.desktop_id,
    device_owner: 'compute:workspace',
    tenant_id: projectId,
    project_id: projectId,
    security_groups: row.security_group_ids,
    allowed_address_pairs: [],
    extra_dhcp_opts: [],
    dns_name: '',
    dns_assignment: [],
    port_security_enabled: true,
    'binding:vnic_type': 'normal',
  };
}

/** A port as Workspace shows it (`NeutronPort`). */
export function presentWorkspacePort(row: PortRow) {
  return {
    id: row.id,
    status: 'ACTIVE',
    network_id: row.subnet_id,
    device_id: row.desktop_id,
    fixed_ips: [{ subnet_id: row.subnet_id, ip_address: row.address }],
  };
}

/** Where a page of version 3 stands in its list. */
export function pageInfoOf(
  rows: readonly { readonly id: string }[],
  page: { readonly marker?: string | undefined; readonly limit: number },
) {
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    current_count: rows.length,
    ...(first !== undefined && page.marker !== undefined ? { previous_marker: first.id } : {}),
    ...(last !== undefined && rows.length === page.limit ? { next_marker: last.id } : {}),
  };
}
