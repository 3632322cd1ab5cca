import type { SampleCall } from '../sampleCall.js';
import { type BlockWriter, change, removal, resource } from './blocks.js';
import { type Argument, argumentsOf, fieldOf } from './hcl.js';

const vpc = 'vpc';
const subnet = 'vpc_subnet';
const group = 'networking_secgroup';
const rule = 'networking_secgroup_rule';

const idOf = ({ pathValues }: SampleCall): readonly unknown[] => [pathValues['id']];

const vpcArguments = ({ body }: SampleCall): readonly Argument[] =>
  argumentsOf(fieldOf(body, 'vpc'), { name: 'name', cidr: 'cidr', description: 'description' });

const subnetSettings = {
  name: 'name',
  description: 'description',
  primary_dns: 'primary_dns',
  secondary_dns: 'secondary_dns',
  dnsList: 'dns_list',
  dhcp_enable: 'dhcp_enable',
  ipv6_enable: 'ipv6_enable',
};

const subnetPlace = { vpc_id: 'vpc_id', cidr: 'cidr', gateway_ip: 'gateway_ip' };

const groupArguments = ({ body }: SampleCall): readonly Argument[] =>
  argumentsOf(fieldOf(body, 'security_group'), { name: 'name', description: 'description' });

const ruleArguments = ({ body }: SampleCall): readonly Argument[] => {
  const given = fieldOf(body, 'security_group_rule');
  const family = fieldOf(given, 'ethertype');
  return [
    ...argumentsOf(given, { security_group_id: 'security_group_id', direction: 'direction' }),
    // Terraform asks for it, and the API takes IPv4 where nothing is said.
    ['ethertype', family === undefined || family === '' ? 'IPv4' : family],
    ...argumentsOf(given, {
      protocol: 'protocol',
      multiport: 'ports',
      port_range_min: 'port_range_min',
      port_range_max: 'port_range_max',
      remote_ip_prefix: 'remote_ip_prefix',
      remote_group_id: 'remote_group_id',
      priority: 'priority',
      action: 'action',
      description: 'description',
    }),
  ];
};

const makeGroup: BlockWriter = (call) => resource(group, groupArguments(call));
const endGroup: BlockWriter = (call) => removal(group, idOf(call));
const makeRule: BlockWriter = (call) => resource(rule, ruleArguments(call));
const endRule: BlockWriter = (call) => removal(rule, idOf(call));

/** VPCs, subnets, security groups and their rules. */
export const networkBlocks: Readonly<Record<string, BlockWriter>> = {
  CreateVpc: (call) => resource(vpc, vpcArguments(call)),
  UpdateVpc: (call) => change(vpc, idOf(call), vpcArguments(call)),
  DeleteVpc: (call) => removal(vpc, idOf(call)),
  CreateSubnet: ({ body }) =>
    resource(subnet, argumentsOf(fieldOf(body, 'subnet'), { ...subnetPlace, ...subnetSettings })),
  UpdateSubnet: (call) =>
    change(subnet, idOf(call), argumentsOf(fieldOf(call.body, 'subnet'), subnetSettings)),
  DeleteSubnet: (call) => removal(subnet, idOf(call)),
  CreateSecurityGroup: makeGroup,
  CreateSecurityGroupV3: makeGroup,
  UpdateSecurityGroupV3: (call) => change(group, idOf(call), groupArguments(call)),
  DeleteSecurityGroup: endGroup,
  DeleteSecurityGroupV3: endGroup,
  CreateSecurityGroupRule: makeRule,
  CreateSecurityGroupRuleV3: makeRule,
  DeleteSecurityGroupRule: endRule,
  DeleteSecurityGroupRuleV3: endRule,
};
