import { formatSecondTime } from '../http/apiTimes.js';
import type { ProjectId } from '../ids.js';
import type { PortRow, SecurityGroupRow, SubnetRow, VpcRow } from './queries.js';

/** A VPC of the network service, version 1. */
export function presentVpc(row: VpcRow) {
  return {
    id: row.id,
    name: row.name,
    description: '',
    cidr: row.cidr,
    status: 'OK',
    routes: [],
    enterprise_project_id: '0',
    enable_shared_snat: false,
  };
}

/** A VPC of the network service, version 3. */
export function presentVpcV3(row: VpcRow, projectId: ProjectId) {
  return {
    id: row.id,
    name: row.name,
    description: '',
    cidr: row.cidr,
    extend_cidrs: [],
    status: 'ACTIVE',
    project_id: projectId,
    enterprise_project_id: '0',
    cloud_resources: [],
    tags: [],
  };
}

/** A subnet of the network service. One id serves for the subnet and for its network. */
export function presentSubnet(row: SubnetRow) {
  return {
    id: row.id,
    name: row.name,
    description: '',
    cidr: row.cidr,
    gateway_ip: row.gateway_ip,
    dhcp_enable: false,
    ipv6_enable: false,
    primary_dns: '',
    secondary_dns: '',
    dnsList: [],
    availability_zone: '',
    vpc_id: row.vpc_id,
    status: 'ACTIVE',
    neutron_network_id: row.id,
    neutron_subnet_id: row.id,
    extra_dhcp_opts: [],
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
    dhcp_enable: false,
    ipv6_enable: false,
    primary_dns: '',
    secondary_dns: '',
    status: 'ACTIVE',
    availability_zone: '',
    neutron_subnet_id: row.id,
    neutron_ipv6_subnet_id: null,
    description: '',
  };
}

/** A security group of the network service, version 1. It has no rules: desktops are shut off from each other. */
export function presentSecurityGroup(row: SecurityGroupRow) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    vpc_id: null,
    enterprise_project_id: '0',
    security_group_rules: [],
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
    created_at: formatSecondTime(row.created_at),
    updated_at: formatSecondTime(row.created_at),
    security_group_rules: [],
    tags: [],
  };
}

/** A security group as Workspace shows it (`SimpleSecurityGroupsInfo`: its rules are one text there). */
export function presentWorkspaceSecurityGroup(row: SecurityGroupRow, projectId: ProjectId) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    security_group_rules: '[]',
    tenant_id: projectId,
    project_id: projectId,
    created_at: formatSecondTime(row.created_at),
    updated_at: formatSecondTime(row.created_at),
  };
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
