import { Type } from 'typebox';
import { limitOf } from '../http/schemas/paging.js';
import { Filter } from '../http/schemas/text.js';
import { TextOrNull } from '../http/schemas/values.js';

const Text = Type.String();
const Nothing = Type.Array(Type.Unknown());
const NumberOrNull = Type.Union([Type.Integer(), Type.Null()]);
const commonRule = {
  id: Text,
  security_group_id: Text,
  description: Text,
  direction: Text,
  ethertype: Text,
  protocol: TextOrNull,
  remote_ip_prefix: TextOrNull,
  remote_group_id: TextOrNull,
};
/** A rule, version 1. */
export const Rule = Type.Object({
  ...commonRule,
  port_range_min: NumberOrNull,
  port_range_max: NumberOrNull,
  multiport: TextOrNull,
});
/** A rule, version 3. */
export const RuleV3 = Type.Object({
  ...commonRule,
  project_id: Text,
  multiport: TextOrNull,
  action: Text,
  priority: Type.Integer(),
  enabled: Type.Boolean(),
  remote_address_group_id: TextOrNull,
  created_at: Text,
  updated_at: Text,
});
const times = { created_at: Text, updated_at: Text };
const FixedIps = Type.Array(Type.Object({ subnet_id: Text, ip_address: Text }));

export const Vpc = Type.Object({
  id: Text,
  name: Text,
  description: Text,
  cidr: Text,
  status: Text,
  routes: Nothing,
  enterprise_project_id: Text,
  enable_shared_snat: Type.Boolean(),
  tenant_id: Text,
  ...times,
});

export const VpcV3 = Type.Object({
  id: Text,
  name: Text,
  description: Text,
  cidr: Text,
  extend_cidrs: Nothing,
  status: Text,
  project_id: Text,
  enterprise_project_id: Text,
  cloud_resources: Nothing,
  tags: Nothing,
  ...times,
});

export const Subnet = Type.Object({
  id: Text,
  name: Text,
  description: Text,
  cidr: Text,
  gateway_ip: Text,
  dhcp_enable: Type.Boolean(),
  ipv6_enable: Type.Boolean(),
  cidr_v6: Type.String({ description: 'Empty: no IPv6.' }),
  gateway_ip_v6: Type.String({ description: 'Empty: no IPv6.' }),
  primary_dns: Text,
  secondary_dns: Text,
  dnsList: Type.Array(Text),
  availability_zone: Text,
  vpc_id: Text,
  available_ip_address_count: Type.Integer({
    description: 'IPv4 addresses that desktops can still be given.',
  }),
  status: Text,
  neutron_network_id: Text,
  neutron_subnet_id: Text,
  extra_dhcp_opts: Nothing,
  tenant_id: Text,
  ...times,
});

export const WorkspaceSubnet = Type.Object({
  id: Text,
  unused: Type.Boolean(),
  checked: Type.Boolean(),
  vpc_id: Text,
  name: Text,
  cidr: Text,
  gateway_ip: Text,
  dhcp_enable: Type.Boolean(),
  ipv6_enable: Type.Boolean(),
  primary_dns: Text,
  secondary_dns: Text,
  status: Text,
  availability_zone: Text,
  neutron_subnet_id: Text,
  neutron_ipv6_subnet_id: TextOrNull,
  description: Text,
});

export const SecurityGroup = Type.Object({
  id: Text,
  name: Text,
  description: Text,
  vpc_id: TextOrNull,
  enterprise_project_id: Text,
  security_group_rules: Type.Array(Rule),
});

export const SecurityGroupV3 = Type.Object({
  id: Text,
  name: Text,
  description: Text,
  project_id: Text,
  enterprise_project_id: Text,
  created_at: Text,
  updated_at: Text,
  security_group_rules: Type.Array(RuleV3),
  tags: Nothing,
});

export const WorkspaceSecurityGroup = Type.Object({
  id: Text,
  name: Text,
  description: Text,
  security_group_rules: Text,
  tenant_id: Text,
  project_id: Text,
  created_at: Text,
  updated_at: Text,
});

export const Port = Type.Object({
  id: Text,
  name: Text,
  status: Text,
  admin_state_up: Type.Boolean(),
  network_id: Text,
  mac_address: Text,
  fixed_ips: FixedIps,
  device_id: Text,
  device_owner: Text,
  tenant_id: Text,
  project_id: Text,
  security_groups: Type.Array(Text),
  allowed_address_pairs: Nothing,
  extra_dhcp_opts: Nothing,
  dns_name: Text,
  dns_assignment: Nothing,
  port_security_enabled: Type.Boolean(),
  'binding:vnic_type': Text,
});

export const WorkspacePort = Type.Object({
  id: Text,
  status: Text,
  network_id: Text,
  device_id: Text,
  fixed_ips: FixedIps,
});

/** How many entries a page of version 3 has. */
export const PageInfo = Type.Object({
  current_count: Type.Integer(),
  previous_marker: Type.Optional(Text),
  next_marker: Type.Optional(Text),
});

/** Paging of every list of the network service: by the last id of the page before. */
export const Page = {
  id: Filter,
  marker: Filter,
  limit: limitOf({ max: 2000 }),
};

/** Which rules of security groups a list is about. */
export const RulePage = Type.Object({
  ...Page,
  security_group_id: Filter,
  remote_group_id: Filter,
  direction: Filter,
});

export const ThingPath = {
  id: Type.String({ minLength: 1, maxLength: 255 }),
};

/** A subnet within the VPC that it is said to be in. */
export const SubnetPath = { vpc_id: Type.String({ minLength: 1, maxLength: 255 }), ...ThingPath };
